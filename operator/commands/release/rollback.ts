import { projectPlace } from "../../operations/project";
import { type ConfirmBy, confirmedBy } from "../confirm-by";
import { endOf, oneStack, printed, type ReleaseOptions, withRelease } from "../with-release";
import { withStacks } from "../with-stacks";

/** Gives all users an earlier build again, without building anything. */
export async function rollback(
  pattern: string,
  options: ReleaseOptions & ConfirmBy & { readonly to?: string; readonly reason?: string },
): Promise<void> {
  const { settings: settingsFiles, to, reason } = options;
  const stack = await oneStack(pattern);
  const { id } = stack;
  await withStacks({ patterns: [id], settingsFiles }, (selection, reachable) =>
    printed(options, async (progress) => {
      const decided = await confirmedBy(options, [id], selection);
      const engine = await import("../../release/engine/rollback.js");
      const { releaseOf } = await import("../../release/world/settings.js");
      const settings = releaseOf(stack, projectPlace(), settingsFiles);
      const work = { id, operation: "rollback", selection, reachable, options: decided, progress, leaveOut: true };
      return withRelease(work, async (context) =>
        endOf(
          await engine.rollback(context, {
            keepMinutes: settings.keep_minutes,
            checks: settings.paths,
            metrics: true,
            ...(to && { to }),
            ...(reason && { reason }),
          }),
        ),
      );
    }),
  );
}
