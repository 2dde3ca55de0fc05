import type { AttributeChange } from "./plan-attributes";
import type { Drift } from "./plan-drift";

/** What a plan does to a resource, the most dangerous first. Reading a data source changes nothing and is left out. */
export const planActions = ["delete", "replace", "forget", "update", "move", "import", "create"] as const;
export type PlanAction = (typeof planActions)[number];

/** One resource of a plan. */
export interface Change {
  readonly address: string;
  readonly action: PlanAction;
  /** Terraform's word for why, e.g. `cannot_update`. */
  readonly reason?: string;
  /** What changes in an update or a replacement; values that are sensitive are not in it. */
  readonly attributes?: readonly AttributeChange[];
  /** Attributes of it that no setting gives and that the service makes again. */
  readonly computed?: readonly string[];
}

/** A plan that Terraform saved. */
export interface StackPlan {
  readonly id: string;
  /** Changes in the order of {@link planActions}, then by address. */
  readonly changes: readonly Change[];
  /** Changes by hand that this plan reverts. */
  readonly drift: readonly Drift[];
  /** Outputs that change, with what happens to them. */
  readonly outputs: Readonly<Record<string, string>>;
  /** False when the plan is empty. */
  readonly hasChanges: boolean;
  /** The plan destroys the whole stack. */
  readonly destroy: boolean;
  /** Of the configuration that was planned. */
  readonly configHash: string;
  /** Of the file that Terraform saved: only that file is applied. */
  readonly planHash: string;
  /** ISO 8601. */
  readonly created: string;
}
