import type { StackPlan } from "../plan/stack-plan";
import { UserError } from "../process/user-error";

export interface StateGuardOptions {
  /**
   * Called before a plan is applied that deletes what holds states. It throws while another stack has resources there.
   * @default - no such plan is applied
   */
  readonly releaseState?: () => Promise<void>;
}

/**
 * Refuses a plan that deletes a bucket or lock table with the state of this or another stack, whichever command or environment variable
 * made it. @throws {UserError} that says what is deleted, and which command may do so
 */
export function refuseStateLoss({ id, stateStores = [] }: StackPlan, { releaseState }: StateGuardOptions): void {
  if (stateStores.length === 0 || releaseState) return;
  const what = stateStores.map(
    ({ kind, name, stacks }) => `the ${kind} ${name}, which holds the state of ${stacks.join(", ")}`,
  );
  const advice = `Nothing was applied. An account stack goes with npm run destroy -- ${id}, once no other stack has resources in its bucket`;
  throw new UserError(`${id}: this plan deletes ${what.join("; and ")}. ${advice}`);
}

/** The same just before the apply, when stacks may have been deployed since the question. */
export async function guardApply(plan: StackPlan, options: StateGuardOptions): Promise<void> {
  refuseStateLoss(plan, options);
  if (plan.stateStores?.length) await options.releaseState?.();
}
