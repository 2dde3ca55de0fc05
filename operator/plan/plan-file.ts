import { createHash, randomUUID } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { writeAtomically } from "../process/files";
import { interrupt } from "../process/interrupt";
import { UserError } from "../process/user-error";
import { failure, wasKilled } from "../terraform/failure";
import { readJson } from "../terraform/json-output";
import { plainOutputs, readOutputs } from "../terraform/outputs";
import { discard, endOf, loggedRun, planOf, type RemoteRun, savedRun } from "../terraform/remote-run";
import type { TerraformEvent } from "../terraform/terraform";
import type { Workspace } from "../terraform/workspace";
import type { PlanJson } from "./plan-json";
import type { StackPlan } from "./stack-plan";

/** What Terraform saves and applies. */
export const planFile = "plan.tfplan";
/** What was shown of it. */
export const summaryFile = "plan.json";
/** The plan while it is applied: under a name that no other run can know and write to. */
const appliedFile = /^plan\.applied-.*\.tfplan$/;

/** Keeps what was shown of the plan that Terraform saved. Both may hold secrets. */
export function savePlan(workspace: Workspace, plan: StackPlan): void {
  chmodSync(workspace.path(planFile), 0o600);
  writeAtomically(workspace.path(summaryFile), JSON.stringify(plan));
}

/** The plan that an earlier `plan` saved. @throws {UserError} when there is none, or when it is not the one that was shown */
export function savedPlan(workspace: Workspace): StackPlan {
  const { id } = workspace;
  const again = `run npm run plan -- ${id} again`;
  if (!existsSync(workspace.path(summaryFile)))
    throw new UserError(`${id}: expected a saved plan, found none: ${again}`);
  const plan = JSON.parse(readFileSync(workspace.path(summaryFile), "utf8")) as StackPlan;
  if (plan.configHash !== configHash(workspace)) {
    throw new UserError(`${id}: the settings have changed since the plan of ${plan.created} was made: ${again}`);
  }
  if (plan.planHash !== planHash(workspace)) throw new UserError(otherPlan(id));
  return plan;
}

/**
 * Applies the plan that was shown and nothing else. Returns the outputs that are not sensitive.
 * @param lockTimeoutSeconds how long to wait for a lock of the state that another run holds
 * @throws {UserError} when the saved plan is another by now
 */
export async function applyPlan(
  workspace: Workspace,
  plan: StackPlan,
  onEvent: (event: TerraformEvent) => void,
  lockTimeoutSeconds = 0,
): Promise<Record<string, unknown>> {
  const file = `plan.applied-${randomUUID()}.tfplan`;
  if (existsSync(workspace.path(planFile))) renameSync(workspace.path(planFile), workspace.path(file));
  if (plan.planHash !== hashOf(workspace, file)) throw new UserError(otherPlan(plan.id));
  let outputs = {};
  const run = savedRun(workspace, file);
  // A run in HCP Terraform is applied as it is named; the argument lets Terraform cancel it when it is interrupted, without a question.
  const wait = lockTimeoutSeconds ? [`-lock-timeout=${lockTimeoutSeconds}s`] : [];
  const args = ["apply", "-input=false", "-json", ...wait, ...(run ? ["-auto-approve"] : []), file];
  await workspace.terraform
    .stream(args, workspace.path("apply.log"), (event) => {
      if (event.type === "outputs") outputs = plainOutputs(event.outputs ?? {});
      onEvent(event);
    })
    .catch(async (error) => {
      throw run ? await endedRun(run, workspace, error) : error;
    });
  if (!run) return outputs;
  // Terraform ends well when it was interrupted, or when it could not follow the run to its end.
  const error = await endedRun(run, workspace);
  if (error) throw error;
  return plan.destroy ? {} : readOutputs(workspace);
}

/** Removes the saved plan; a run that HCP Terraform keeps for it is given up. */
export async function discardPlan(workspace: Workspace): Promise<void> {
  const run = savedRun(workspace, planFile);
  dropPlan(workspace);
  if (run) await discard(run, workspace);
}

/** As {@link discardPlan}, of a plan in another file, with its log. The saved plan stays. */
export async function discardLook(workspace: Workspace, file: string, log: string): Promise<void> {
  const run = savedRun(workspace, file);
  for (const name of [file, log]) rmSync(workspace.path(name), { force: true });
  if (run) await discard(run, workspace);
}

/** The error of a plan that failed. Its run in HCP Terraform, if there was one, has ended: it is canceled where Terraform has left it. */
export async function stoppedRun(workspace: Workspace, error: Error, log = "plan.log"): Promise<Error> {
  const run = loggedRun(workspace, log);
  if (run) await endOf(run, workspace, true);
  return error;
}

/** Removes the saved plan, which may hold secrets. */
export function dropPlan(workspace: Workspace): void {
  for (const file of [planFile, summaryFile, ...appliedFiles(workspace)]) rmSync(workspace.path(file), { force: true });
}

/** A plan as `terraform show -json` has it. It holds secrets: never print it. @param file @default - the plan that is saved or applied */
export async function readPlan(workspace: Workspace, file = appliedFiles(workspace)[0] ?? planFile): Promise<PlanJson> {
  const run = savedRun(workspace, file);
  if (run) return (await planOf(run, workspace)) as PlanJson;
  return readJson("show", await workspace.terraform.run(["show", "-json", "-no-color", file])) as PlanJson;
}

/** Changes with the configuration that is planned. */
export function configHash(workspace: Workspace): string {
  return hashOf(workspace, "cdk.tf.json");
}

/** Changes with the plan that Terraform saved; empty when there is none. */
export function planHash(workspace: Workspace): string {
  return hashOf(workspace, planFile);
}

/** The error of an apply in HCP Terraform that did not come to its end; `error` is Terraform's own, if it had one. Its run has ended. */
async function endedRun(run: RemoteRun, workspace: Workspace, error?: Error): Promise<Error | undefined> {
  const status = await endOf(run, workspace, interrupt.requested || (error !== undefined && wasKilled(error)));
  if (status === "applied" || error) return error;
  const summary = `the run ${run.id} of HCP Terraform: expected applied, found ${status}`;
  return failure(["apply"], status === "canceled" && interrupt.requested ? [] : [{ severity: "error", summary }]);
}

function appliedFiles({ dir }: Workspace): string[] {
  return readdirSync(dir).filter((name) => appliedFile.test(name));
}

function hashOf(workspace: Workspace, file: string): string {
  if (!existsSync(workspace.path(file))) return "";
  return createHash("sha256")
    .update(readFileSync(workspace.path(file)))
    .digest("hex");
}

function otherPlan(id: string): string {
  return `${id}: the saved plan is not the one that was shown: another process has planned in this folder. Nothing was applied; run it again`;
}
