import { approvalFor, type ChangeOptions, finish, withProgress } from "../operations/command-output";
import { destroyStacks } from "../operations/destroy";
import { withStacks } from "./with-stacks";

/** Shows what would be destroyed, asks and destroys, those that need others first. */
export async function destroy(patterns: readonly string[], options: ChangeOptions): Promise<void> {
  const { settings: settingsFiles, var: vars, json, parallel } = options;
  // Whether a state bucket is still in use is seen in its neighbours.
  await withStacks({ patterns, settingsFiles, vars, wholeEnvironment: true }, async (selection) => {
    const results = await withProgress(json, (progress) =>
      destroyStacks(selection.ids, {
        ...selection,
        progress,
        vars,
        parallel,
        approve: approvalFor(options, selection, progress),
      }),
    );
    finish(results, json);
  });
}
