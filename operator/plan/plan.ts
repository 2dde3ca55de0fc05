import type { Progress } from "../progress/progress";
import { reportRead } from "../terraform/resource-events";
import type { TerraformEvent } from "../terraform/terraform";
import type { Workspace } from "../terraform/workspace";
import { variableArguments } from "./late-bound";
import { attributeChanges } from "./plan-attributes";
import { manualChanges } from "./plan-drift";
import { configHash, dropPlan, planFile, planHash, readPlan, savePlan } from "./plan-file";
import type { PlanJson } from "./plan-json";
import { destroysByEnvironment, lateBoundValues, planEnvironment } from "./plan-variables";
import { refusedReplacement, refusesDestruction } from "./refused-replacement";
import { type Change, type PlanAction, planActions, type StackPlan } from "./stack-plan";
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
  /** How long to wait for a lock of the state that another run holds. @default 0 */
  readonly lockTimeoutSeconds?: number;
  /** Addresses that are destroyed and made again. @default - those that a change forces only */
  readonly replace?: readonly string[];
  /** What files of `--settings` say about a stack. @default - nothing */
  readonly overrides?: (id: string) => readonly string[];
}

/** Plans a stack whose workspace is initialized, and saves the plan there. */
export async function planStack(workspace: Workspace, options: PlanOptions): Promise<StackPlan> {
  const { vars = {}, progress, destroy = false, refresh = true } = options;
  const { id: stack, terraform } = workspace;
  dropPlan(workspace);
  progress.report({ stack, type: "step", step: "plan" });
  const changes: Change[] = [];
  let hasDrift = false;
  let outputs: Record<string, string> = {};
  const args = ["plan", "-input=false", "-json", "-detailed-exitcode", `-out=${planFile}`];
  if (destroy) args.push("-destroy");
  if (!refresh) args.push("-refresh=false");
  for (const address of options.targets ?? []) args.push(`-target=${address}`);
  if (options.lockTimeoutSeconds) args.push(`-lock-timeout=${options.lockTimeoutSeconds}s`);
  args.push(...(options.replace ?? []).map((address) => `-replace=${address}`));
  args.push(...(await variableArguments(workspace, vars)));

  const onEvent = (event: TerraformEvent) => {
    if (event.type === "planned_change") changes.push(...changeOf(event));
    else if (event.type === "resource_drift") hasDrift = true;
    else if (event.type === "outputs") outputs = changedOutputs(event);
    else if (event.hook) reportRead(stack, event, progress);
    else if (event.diagnostic?.severity === "warning") {
      progress.report({ stack, type: "diagnostic", diagnostic: event.diagnostic });
    }
  };
  const code = await terraform.stream(args, workspace.path("plan.log"), onEvent, [0, 2]).catch((error) => {
    dropPlan(workspace);
    throw refusedReplacement(error, changes);
  });
  const plan: StackPlan = {
    id: stack,
    ...(await details(workspace, ordered(changes), hasDrift, vars)),
    overrides: options.overrides?.(stack),
    outputs,
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

/** Reads the plan once more only if there is more to say than the address: it starts the provider. */
async function details(
  workspace: Workspace,
  changes: readonly Change[],
  hasDrift: boolean,
  vars: Readonly<Record<string, string>>,
): Promise<Details> {
  const given = { config: workspace.config, vars, env: workspace.env };
  const environment = planEnvironment(given);
  const isMore = (hasDrift && changes.length > 0) || needsValues(changes) || needsNames(workspace, changes);
  if (!isMore) {
    const stateStores = deletedStateStores(workspace, changes);
    return { changes, drift: [], variables: lateBoundValues(given), stateStores, environment };
  }
  const json = await readPlan(workspace);
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

/** Whether the values before and after matter: of what is changed, and of images that get a new address. */
function needsValues(changes: readonly Change[]): boolean {
  const has = (wanted: PlanAction) => changes.some(({ action }) => action === wanted);
  return has("update") || has("replace") || (has("delete") && has("create"));
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

function changeOf({ change }: TerraformEvent): Change[] {
  const action = planActions.find((known) => known === change?.action);
  if (!change || !action) return [];
  return [{ address: change.resource.addr, action, ...(change.reason && { reason: change.reason }) }];
}

function changedOutputs({ outputs = {} }: TerraformEvent): Record<string, string> {
  const actions = Object.entries(outputs).map(([name, { action = "noop" }]) => [name, action] as const);
  return Object.fromEntries(actions.filter(([, action]) => action !== "noop"));
}

function ordered(changes: readonly Change[]): Change[] {
  const rank = ({ action }: Change) => planActions.indexOf(action);
  return [...changes].sort((a, b) => rank(a) - rank(b) || (a.address < b.address ? -1 : 1));
}
