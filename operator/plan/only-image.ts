import { UserError } from "../process/user-error";
import type { Workspace } from "../terraform/workspace";
import { type PlanOptions, planStack } from "./plan";
import { discardPlan } from "./plan-file";

const shown = 10;

/**
 * Refuses what a plan would change without the values that are given: the state keeps what runs, so that is all that follows from no image.
 * Settings of another commit than was applied last would be taken back together with it.
 * @throws {UserError} that names it
 */
export async function refuseMoreThanImage(workspace: Workspace, options: PlanOptions): Promise<void> {
  const { changes } = await planStack(workspace, { ...options, vars: {} });
  await discardPlan(workspace);
  if (changes.length === 0) return;
  const named = changes.slice(0, shown).map(({ action, address }) => `${action} ${address}`);
  const more = changes.length > shown ? [`${changes.length - shown} more`] : [];
  throw new UserError(
    `${workspace.id}: --only-image expects that nothing but the image changes, found that without it a deploy would also ${[...named, ...more].join(", ")}. ` +
      "Plan at the commit that was applied last, or deploy these first. Nothing was changed",
  );
}
