import { createHash } from "node:crypto";
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { writeAtomically } from "../process/files";
import { UserError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import { plainOutputs } from "./outputs";
import { attributeChanges } from "./plan-attributes";
import { reportRead } from "./resource-events";
import { type Change, planActions, type StackPlan } from "./stack-plan";
import type { TerraformEvent } from "./terraform";
import type { Workspace } from "./workspace";

export interface PlanOptions {
  /** Values of Terraform variables; each is passed only where the stack declares it. */
  readonly vars?: Readonly<Record<string, string>>;
  readonly progress: Progress;
  /** Plan to destroy everything. @default false */
  readonly destroy?: boolean;
  /** Compare with what is deployed, not with the state only. Without it, a role that may only deploy images is enough. @default true */
  readonly refresh?: boolean;
}

const planFile = "plan.tfplan";
const summaryFile = "plan.json";

/** Arguments that pass values to the variables that a stack declares. */
export function variableArguments({ config }: Workspace, vars: Readonly<Record<string, string>>): string[] {
  const declared = Object.entries(vars).filter(([name]) => config.variables.includes(name));
  return declared.map(([name, value]) => `-var=${name}=${value}`);
}

/** Plans a stack whose workspace is initialized, and saves the plan there. */
export async function planStack(workspace: Workspace, options: PlanOptions): Promise<StackPlan> {
  const { vars = {}, progress, destroy = false, refresh = true } = options;
  const { id: stack, terraform } = workspace;
  dropPlan(workspace);
  progress.report({ stack, type: "step", step: "plan" });
  const changes: Change[] = [];
  const drift: Change[] = [];
  let outputs: Record<string, string> = {};
  const args = ["plan", "-input=false", "-json", "-detailed-exitcode", `-out=${planFile}`];
  if (destroy) args.push("-destroy");
  if (!refresh) args.push("-refresh=false");
  args.push(...variableArguments(workspace, vars));

  const onEvent = (event: TerraformEvent) => {
    if (event.type === "planned_change") changes.push(...changeOf(event));
    else if (event.type === "resource_drift") drift.push(...changeOf(event));
    else if (event.type === "outputs") outputs = changedOutputs(event);
    else if (event.hook) reportRead(stack, event, progress);
    else if (event.diagnostic?.severity === "warning") {
      progress.report({ stack, type: "diagnostic", diagnostic: event.diagnostic });
    }
  };
  const code = await terraform.stream(args, workspace.path("plan.log"), onEvent, [0, 2]).catch((error) => {
    dropPlan(workspace);
    throw error;
  });
  chmodSync(workspace.path(planFile), 0o600);
  const plan: StackPlan = {
    id: stack,
    changes: ordered(await withAttributes(workspace, changes)),
    drift: ordered(drift.filter(({ address }) => changes.some((change) => change.address === address))),
    outputs,
    hasChanges: code === 2,
    destroy,
    configHash: configHash(workspace),
    created: new Date().toISOString(),
  };
  writeAtomically(workspace.path(summaryFile), JSON.stringify(plan));
  return plan;
}

/** The plan that an earlier `plan` saved. @throws {UserError} when there is none, or when the configuration has changed since */
export function savedPlan(workspace: Workspace): StackPlan {
  const { id } = workspace;
  const again = `run npm run plan -- ${id} again`;
  if (!existsSync(workspace.path(summaryFile)))
    throw new UserError(`${id}: expected a saved plan, found none: ${again}`);
  const plan = JSON.parse(readFileSync(workspace.path(summaryFile), "utf8")) as StackPlan;
  if (plan.configHash !== configHash(workspace)) {
    throw new UserError(`${id}: the settings have changed since the plan of ${plan.created} was made: ${again}`);
  }
  return plan;
}

/** Applies the saved plan and nothing else. Returns the outputs that are not sensitive. */
export async function applyPlan(
  workspace: Workspace,
  onEvent: (event: TerraformEvent) => void,
): Promise<Record<string, unknown>> {
  let outputs = {};
  await workspace.terraform.stream(
    ["apply", "-input=false", "-json", planFile],
    workspace.path("apply.log"),
    (event) => {
      if (event.type === "outputs") outputs = plainOutputs(event.outputs ?? {});
      onEvent(event);
    },
  );
  return outputs;
}

/** Removes the saved plan, which may hold secrets. */
export function dropPlan(workspace: Workspace): void {
  for (const file of [planFile, summaryFile]) rmSync(workspace.path(file), { force: true });
}

/** The plan as `terraform show -json` has it. It holds secrets: never print it. */
export async function readPlan(workspace: Workspace): Promise<unknown> {
  return JSON.parse(await workspace.terraform.run(["show", "-json", "-no-color", planFile]));
}

/** Adds the attributes that change. Reads the plan for it only if it updates or replaces something: that starts the provider. */
async function withAttributes(workspace: Workspace, changes: readonly Change[]): Promise<readonly Change[]> {
  const hasAttributes = ({ action }: Change) => action === "update" || action === "replace";
  if (!changes.some(hasAttributes)) return changes;
  const attributes = attributeChanges(await readPlan(workspace));
  return changes.map((change) =>
    hasAttributes(change) ? { ...change, attributes: attributes.get(change.address) } : change,
  );
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

function configHash(workspace: Workspace): string {
  return createHash("sha256")
    .update(readFileSync(workspace.path("cdk.tf.json")))
    .digest("hex");
}
