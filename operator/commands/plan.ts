import { writeOutputs, writeSummary } from "../github/workflow-files";
import { handOver, prepareFolder } from "../handover/hand-over";
import { planKey } from "../handover/key";
import { againWithOptions, type CommonOptions, print, printError, withProgress } from "../operations/command-output";
import { keysOf } from "../operations/plan-keys";
import { planStacks } from "../operations/plan-stacks";
import type { StackResult } from "../operations/run";
import { failureMarkdown, plansMarkdown } from "../plan/markdown/plan-markdown";
import { planText } from "../plan/plan-text";
import { commitOf } from "../process/checkout";
import { interrupt } from "../process/interrupt";
import { UserError } from "../process/user-error";
import { silent } from "../progress/progress";
import { policyOf } from "./policy";
import { withStacks } from "./with-stacks";

interface PlanCommandOptions extends CommonOptions {
  readonly destroy?: boolean;
  readonly refresh: boolean;
  readonly verbose?: boolean;
  /** Print the plans as a comment for those who review them. */
  readonly markdown?: boolean;
  /** Part of that comment's first line. */
  readonly marker?: string;
  /** Hand the plans over in this folder, encrypted. */
  readonly out?: string;
  /** Refuse plans that change more than the images of `--var` and what follows from them. */
  readonly onlyImage?: boolean;
  /** Refuse plans in which checkov finds what has no reason. */
  readonly policy?: boolean;
  /** In a job of GitHub Actions that only reads, before the approval of another one. */
  readonly forApproval?: boolean;
}

/** Plans stacks and saves the plans. Exit code 0: nothing to change, or for an approval, 1: an error, 2: changes. */
export async function plan(patterns: readonly string[], options: PlanCommandOptions): Promise<void> {
  const {
    settings: settingsFiles,
    var: vars,
    json,
    markdown,
    marker,
    parallel,
    destroy,
    refresh,
    out,
    forApproval,
    onlyImage,
  } = options;
  if (onlyImage && Object.keys(vars).length === 0) {
    throw new UserError("--only-image: expected the image as --var image=…, found no --var");
  }
  const commit = markdown || forApproval || out !== undefined ? commitOf() : undefined;
  const work = async () => {
    const key = out === undefined ? undefined : planKey(out);
    await withStacks({ patterns, settingsFiles, vars }, async (selection) => {
      const { ids, source, overrides } = selection;
      if (out !== undefined) prepareFolder(out, ids);
      const policy = options.policy && !destroy ? await policyOf(selection) : undefined;
      const keyOf = key && (await keysOf(key, ids, source));
      const results = await withProgress(false, (progress) =>
        planStacks(ids, {
          source,
          overrides,
          vars,
          again: againWithOptions(options),
          parallel,
          destroy,
          refresh,
          onlyImage,
          lock: !forApproval,
          lockTimeoutSeconds: options.lockTimeout,
          ...(policy && { policy }),
          progress: json ? silent : progress,
          ...(out !== undefined &&
            keyOf && {
              handOver: (workspace, made) =>
                handOver(workspace, made, { folder: out, key: keyOf(workspace.id), commit }),
            }),
        }),
      );
      if (json) print(JSON.stringify({ stacks: results }));
      else if (markdown) printMarkdown(results, options, commit);
      else printTexts(results, options);
      const changes = results.some(({ plan }) => plan?.hasChanges);
      if (forApproval) {
        writeSummary(plansMarkdown(results, { commit }));
        writeOutputs({ changes: String(changes) });
      }
      process.exitCode =
        interrupt.exitCode || (results.some(({ plan }) => !plan) ? 1 : changes && !forApproval ? 2 : 0);
    });
  };
  await work().catch((error: Error) => {
    // The comment of the plan before must not stay as if it were this one.
    if (markdown) print(failureMarkdown(error.message, { marker }).trimEnd());
    throw error;
  });
}

function printMarkdown(results: readonly StackResult[], { marker }: PlanCommandOptions, commit?: string): void {
  print(plansMarkdown(results, { marker, commit }).trimEnd());
  for (const { id, plan, error } of results) if (!plan) printError(`${id}: ${error}`);
}

function printTexts(results: readonly StackResult[], { verbose }: PlanCommandOptions): void {
  for (const { id, plan, error } of results) {
    if (plan) print(planText(plan, { verbose }));
    else printError(`${id}: ${error}`);
  }
}
