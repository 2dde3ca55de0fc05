import type { Progress } from "../progress/progress";
import type { Workspace } from "../terraform/workspace";
import { variableArguments } from "./late-bound";
import { StreamedChanges } from "./plan-changes";
import { type DetailOptions, whatIsPlanned } from "./plan-details";
import { planEvents } from "./plan-events";
import { configHash, discardPlan, dropPlan, planFile, planHash, savePlan, stoppedRun } from "./plan-file";
import { destroysByEnvironment } from "./plan-variables";
import { refusedReplacement } from "./refused-replacement";
import type { StackPlan } from "./stack-plan";

export interface PlanOptions extends DetailOptions {
  readonly progress: Progress;
  /** Plan to destroy everything. @default false */
  readonly destroy?: boolean;
  /** Compare with what is deployed, not with the state only. Without it, a role that may only deploy images is enough. @default true */
  readonly refresh?: boolean;
  /** Lock the state meanwhile. Who may only read cannot; a plan that another change makes stale is refused by its apply. @default true */
  readonly lock?: boolean | undefined;
  /** How long to wait for a lock of the state that another run holds. @default 0 */
  readonly lockTimeoutSeconds?: number | undefined;
  /** Called when Terraform waits for such a lock. @default - nothing is called */
  readonly onLockWait?: () => void;
  /** The late-bound values that the state holds, where they were just read. @default - they are read */
  readonly kept?: Readonly<Record<string, string | number>> | undefined;
  /** Addresses that are destroyed and made again. @default - those that a change forces only */
  readonly replace?: readonly string[];
  /** What files of `--settings` say about a stack. @default - nothing */
  readonly overrides?: (id: string) => readonly string[];
}

/** Plans a stack whose workspace is initialized, and saves the plan there. */
export async function planStack(workspace: Workspace, options: PlanOptions): Promise<StackPlan> {
  const { vars = {}, progress, destroy = false, refresh = true } = options;
  const { id: stack, terraform } = workspace;
  await discardPlan(workspace);
  progress.report({ stack, type: "step", step: "plan" });
  const streamed = new StreamedChanges();
  const args = ["plan", "-input=false", "-json", "-detailed-exitcode", `-out=${planFile}`];
  if (destroy) args.push("-destroy");
  if (!refresh) args.push("-refresh=false");
  for (const address of options.targets ?? []) args.push(`-target=${address}`);
  if (options.lock === false) args.push("-lock=false");
  else if (options.lockTimeoutSeconds) args.push(`-lock-timeout=${options.lockTimeoutSeconds}s`);
  args.push(...(options.replace ?? []).map((address) => `-replace=${address}`));
  args.push(...(await variableArguments(workspace, vars, options.kept)));

  const onEvent = planEvents(stack, streamed, progress, options.onLockWait);
  const code = await terraform.stream(args, workspace.path("plan.log"), onEvent, [0, 2]).catch(async (error) => {
    dropPlan(workspace);
    throw refusedReplacement(await stoppedRun(workspace, error), streamed.changes);
  });
  const { planned, more } = await whatIsPlanned(workspace, streamed, options).catch(async (error) => {
    await discardPlan(workspace);
    throw error;
  });
  const plan: StackPlan = {
    id: stack,
    ...more,
    overrides: options.overrides?.(stack),
    outputs: planned.outputs,
    hasChanges: code === 2,
    destroy: destroy || destroysByEnvironment(workspace.env),
    configHash: configHash(workspace),
    planHash: planHash(workspace),
    created: new Date().toISOString(),
  };
  savePlan(workspace, plan);
  return plan;
}
