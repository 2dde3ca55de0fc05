import { againWithOptions, approvalFor, type ChangeOptions, finish, withProgress } from "../operations/command-output";
import { destroyStacks } from "../operations/destroy";
import { withStacks } from "./with-stacks";

/** Shows what would be destroyed, waits for approval and destroys it; a stack that needs another goes first. */
export async function destroy(
  patterns: readonly string[],
  options: ChangeOptions & { readonly releaseUnseen?: boolean },
): Promise<void> {
  const { settings: settingsFiles, var: vars, json, parallel, releaseUnseen } = options;
  await withStacks({ patterns, settingsFiles, vars }, async (selection) => {
    const results = await withProgress(json, (progress) =>
      destroyStacks(selection.ids, {
        ...selection,
        progress,
        vars,
        again: againWithOptions(options),
        parallel,
        releaseUnseen,
        lockTimeoutSeconds: options.lockTimeout,
        approve: approvalFor(options, selection, progress),
      }),
    );
    finish(results, json);
  });
}
