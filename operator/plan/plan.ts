import type { Progress } from "../progress/progress";
import { savedRun } from "../terraform/remote-run";
import type { Workspace } from "../terraform/workspace";
import { variableArguments } from "./late-bound";
import { attributeChanges } from "./plan-attributes";
import { changesOf, type PlannedChanges, StreamedChanges } from "./plan-changes";
import { manualChanges } from "./plan-drift";
import { planEvents } from "./plan-events";
import { configHash, discardPlan, dropPlan, planFile, planHash, readPlan, savePlan, stoppedRun } from "./plan-file";
import type { PlanJson } from "./plan-json";
import { destroysByEnvironment, lateBoundValues, planEnvironment } from "./plan-variables";
import { refusedReplacement, refusesDestruction } from "./refused-replacement";
import type { Change, PlanAction, StackPlan } from "./stack-plan";
import { refuseStateOfAnother } from "./stack-tag";
import { deletedStateStores, needsNames } from "./state-stores";
import { imagesTakenBack } from "./taken-back";

export interface PlanOptions {
  /** Values of Terraform variables; each is passed only where the stack declares it. */
  readonly vars?: Readonly<Record<string, string>>;
  readonly progress: Progress;
  /** Plan to destroy everything. @default false */
  readonly destroy?: boolean;
  /** Compare with what is deployed, not with the state only. Without it, a role that may only deploy images is enough. @default true */
  readonly refresh?: boolean;
  /** Leave out what these addresses do not need. @default - everything is planned */
  readonly targets?: readonly string[];
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
  /**
   * The changes of which more than the address is wanted. Without one Terraform is not started once more, with its providers, to show the
   * plan. @default - all of which there is more to say
   */
  readonly detailed?: (change: Change) => boolean;
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

type Details = Omit<
  StackPlan,
  "id" | "overrides" | "outputs" | "hasChanges" | "destroy" | "configHash" | "planHash" | "created"
>;

/** What Terraform's lines say; of a run in HCP Terraform what its plan says, because there are no such lines of it. */
async function whatIsPlanned(
  workspace: Workspace,
  streamed: PlannedChanges,
  options: PlanOptions,
): Promise<{ planned: PlannedChanges; more: Details }> {
  const isRemote = savedRun(workspace, planFile) !== undefined;
  const planned = isRemote ? changesOf(await readPlan(workspace)) : streamed;
  return { planned, more: await details(workspace, planned, isRemote, options) };
}

/** Reads the plan once more only if there is more to say than the address: it starts the provider. A workspace of HCP Terraform may have values of variables. */
async function details(
  workspace: Workspace,
  planned: PlannedChanges,
  isRemote: boolean,
  { vars = {}, targets = [], detailed }: PlanOptions,
): Promise<Details> {
  const { changes } = planned;
  const given = { config: workspace.config, vars, env: workspace.env };
  // The part that targets leave may be one resource, whose tag a person has changed.
  const isWhole = targets.length === 0;
  const environment = planEnvironment(given);
  const isMore = isRemote || (detailed ? changes.some(detailed) : hasMore(workspace, planned));
  if (!isMore) {
    // What is only deleted may be another stack's, too: that is worth one more look.
    if (isWhole && changes.some(({ action }) => action === "delete"))
      refuseStateOfAnother(workspace.id, await readPlan(workspace));
    const stateStores = deletedStateStores(workspace, changes);
    return { changes, drift: [], variables: lateBoundValues(given), stateStores, environment };
  }
  const json = await readPlan(workspace);
  if (isWhole) refuseStateOfAnother(workspace.id, json);
  const variables = lateBoundValues(given, json);
  return {
    changes: withAttributes(changes, json),
    drift: manualChanges(json),
    variables,
    takenBack: imagesTakenBack(json, variables),
    stateStores: deletedStateStores(workspace, changes, json),
    environment,
  };
}

/** Whether drift is to be shown, or the values before and after matter: of what is changed, and of images that get a new address. */
function hasMore(workspace: Workspace, { changes, hasDrift }: PlannedChanges): boolean {
  const has = (wanted: PlanAction) => changes.some(({ action }) => action === wanted);
  const needsValues = has("update") || has("replace") || (has("delete") && has("create"));
  return (hasDrift && changes.length > 0) || needsValues || needsNames(workspace, changes);
}

function withAttributes(changes: readonly Change[], json: PlanJson): Change[] {
  const attributes = attributeChanges(json);
  const found = new Map((json.resource_changes ?? []).map(({ address, change }) => [address, change]));
  return changes.map((change) => {
    if (change.action !== "update" && change.action !== "replace") return change;
    const { actions, before } = found.get(change.address) ?? { before: undefined };
    const createdFirst = change.action === "replace" && actions?.[0] === "create";
    const isProtected = change.action === "replace" && refusesDestruction(before);
    return {
      ...change,
      ...attributes.get(change.address),
      ...(createdFirst && { createdFirst }),
      ...(isProtected && { isProtected }),
    };
  });
}
