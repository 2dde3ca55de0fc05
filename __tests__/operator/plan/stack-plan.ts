import type { Change, StackPlan } from "../../../operator/plan/stack-plan";

/** A plan of the stack `aws-x`. */
export const stackPlan = (changes: readonly Change[], more: Partial<StackPlan> = {}): StackPlan => ({
  id: "aws-x",
  changes,
  drift: [],
  outputs: {},
  hasChanges: true,
  destroy: false,
  configHash: "1",
  planHash: "2",
  created: "2026-11-29T00:00:00Z",
  ...more,
});
