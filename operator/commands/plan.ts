import { againWithOptions, type CommonOptions, print, printError, withProgress } from "../operations/command-output";
import { planStacks } from "../operations/plan-stacks";
import { planText } from "../plan/plan-text";
import { interrupt } from "../process/interrupt";
import { silent } from "../progress/progress";
import { withStacks } from "./with-stacks";

/** Plans stacks and saves the plans. Exit code 0: nothing to change, 1: an error, 2: changes. */
export async function plan(
  patterns: readonly string[],
  options: CommonOptions & { destroy?: boolean; refresh: boolean; verbose?: boolean },
): Promise<void> {
  const { settings: settingsFiles, var: vars, json, parallel, destroy, refresh, verbose } = options;
  await withStacks({ patterns, settingsFiles, vars }, async ({ ids, source, overrides }) => {
    const results = await withProgress(false, (progress) =>
      planStacks(ids, {
        source,
        overrides,
        vars,
        again: againWithOptions(options),
        parallel,
        destroy,
        refresh,
        progress: json ? silent : progress,
      }),
    );
    if (json) print(JSON.stringify({ stacks: results }));
    for (const { id, plan, error } of json ? [] : results) {
      if (plan) print(planText(plan, { verbose }));
      else printError(`${id}: ${error}`);
    }
    const changes = results.some(({ plan }) => plan?.hasChanges);
    process.exitCode = interrupt.exitCode || (results.some(({ plan }) => !plan) ? 1 : changes ? 2 : 0);
  });
}
