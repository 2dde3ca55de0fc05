import { readFileSync } from "node:fs";
import { keptAt } from "../../plan/late-bound";
import { type PlanOptions, planStack } from "../../plan/plan";
import { discardPlan } from "../../plan/plan-file";
import type { Change, StackPlan } from "../../plan/stack-plan";
import { UserError } from "../../process/user-error";
import type { Workspace } from "../../terraform/workspace";
import { needsIn } from "./left-out";

const shown = 10;

/**
 * Refuses what a plan would change without the values that are given: the state keeps what runs, so that nothing follows from it but the rest of
 * a deploy that ended half way. Settings of another commit than was applied last would be taken back together with the image.
 * @throws {UserError} that names it
 */
export async function refuseMoreThanImage(workspace: Workspace, options: PlanOptions): Promise<void> {
  const plan = await planStack(workspace, { ...options, vars: {} });
  await discardPlan(workspace);
  if (plan.changes.length === 0) return;
  const isRest = restOfDeploy(workspace, plan);
  const named = plan.changes.filter((change) => !isRest(change)).map(({ action, address }) => `${action} ${address}`);
  if (named.length === 0) return;
  const more = named.length > shown ? [`${named.length - shown} more`] : [];
  throw new UserError(
    `${workspace.id}: --only-image expects that nothing but the image changes, found that without it a deploy would also ${[...named.slice(0, shown), ...more].join(", ")}. ` +
      "Plan at the commit that was applied last, or deploy these first. Nothing was changed",
  );
}

/**
 * Whether a change is what is left of a deploy that saved its image and then failed: it needs a value that is kept, and is made again, or gets
 * that value, or something that is not known yet.
 */
function restOfDeploy(workspace: Workspace, { variables = [] }: StackPlan): (change: Change) => boolean {
  const { config } = workspace;
  const kept = Object.keys(config.lateBound).map(keptAt);
  const values = variables.filter(({ name }) => name in config.lateBound).map(({ value }) => value);
  const needs = needsIn(readFileSync(workspace.path("cdk.tf.json"), "utf8"));
  const isLate = (after: string) => after === "(known after apply)" || values.some((value) => after.includes(value));
  return ({ address, action, attributes = [] }) => {
    const block = address.replace(/\[.*\]$/, "");
    if (kept.includes(block) || !kept.some((one) => needs(block).has(one))) return false;
    return (
      action === "create" ||
      action === "replace" ||
      (action === "update" && attributes.some((one) => isLate(one.after)))
    );
  };
}
