import { oneStack, printed, type ReleaseOptions, withRelease } from "../with-release";
import { withStacks } from "../with-stacks";

/** Lists the releases of a stack, the newest first. */
export async function releases(
  pattern: string,
  options: Pick<ReleaseOptions, "json" | "settings"> & { readonly most?: number },
): Promise<void> {
  const { id } = await oneStack(pattern);
  await withStacks({ patterns: [id], settingsFiles: options.settings }, (selection, reachable) =>
    printed(options, async (progress) => {
      const engine = await import("../../release/engine/status.js");
      const of = { id, operation: "releases", selection, reachable, options: { ...options, confirm: [] }, progress };
      return withRelease({ ...of, aside: true }, async (context) => {
        const { data, lines } = await engine.releases(context, options.most);
        return { data: { stack: id, releases: data }, lines, good: true };
      });
    }),
  );
}
