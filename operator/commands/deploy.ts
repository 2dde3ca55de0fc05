import { againWithOptions, approvalFor, type ChangeOptions, finish, withProgress } from "../operations/command-output";
import { deployStacks } from "../operations/deploy";
import { withStacks } from "./with-stacks";

/** Plans, shows the plan, waits for approval and applies it. */
export async function deploy(
  patterns: readonly string[],
  options: ChangeOptions & { planned?: boolean; refresh: boolean; adopt?: boolean; verbose?: boolean },
): Promise<void> {
  const { settings: settingsFiles, var: vars, json, parallel, planned, refresh, adopt } = options;
  await withStacks({ patterns, settingsFiles, vars }, async (selection, reachable) => {
    const results = await withProgress(json, (progress) =>
      deployStacks(selection.ids, {
        ...selection,
        progress,
        vars,
        again: againWithOptions(options),
        parallel,
        planned,
        refresh,
        adopt,
        approve: approvalFor(options, selection, progress),
      }),
    );
    finish(
      results.map((of) => ({ ...of, outputs: reachable(of.outputs) })),
      json,
    );
  });
}
