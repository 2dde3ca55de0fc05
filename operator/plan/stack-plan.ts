import type { AttributeChange } from "./plan-attributes";
import type { Drift } from "./plan-drift";
import type { LateBoundValue } from "./plan-variables";
import type { StateStore } from "./state-stores";
import type { TakenBack } from "./taken-back";

/** What a plan does to a resource, the most dangerous action first. Reading a data source changes nothing and is left out. */
export const planActions = ["delete", "replace", "forget", "update", "move", "import", "create"] as const;
export type PlanAction = (typeof planActions)[number];

/** One resource of a plan. */
export interface Change {
  readonly address: string;
  readonly action: PlanAction;
  /** Terraform's reason, e.g. `cannot_update`. */
  readonly reason?: string;
  /** The attributes that an update or a replacement changes, without sensitive values. */
  readonly attributes?: readonly AttributeChange[];
  /** Attributes of it that no setting gives: the service makes or words them. */
  readonly computed?: readonly string[];
  /** Of a replacement: the new one is made before the old one is destroyed. */
  readonly createdFirst?: boolean;
  /** Of a replacement: the old one is protected against its destruction, so that the apply would fail. */
  readonly isProtected?: boolean;
}

/** A plan that Terraform saved. */
export interface StackPlan {
  readonly id: string;
  /** Changes in the order of {@link planActions}, then by address. */
  readonly changes: readonly Change[];
  /** Manual changes that this plan reverts. What a service words differently is left out. */
  readonly drift: readonly Drift[];
  /** The outputs that change, each with its action, e.g. `update`. */
  readonly outputs: Readonly<Record<string, string>>;
  /** False when the plan is empty. */
  readonly hasChanges: boolean;
  /** The plan destroys the whole stack. */
  readonly destroy: boolean;
  /** The values of the stack's variables, and where each comes from. */
  readonly variables?: readonly LateBoundValue[];
  /** Running images that this plan replaces by the files' defaults. */
  readonly takenBack?: readonly TakenBack[];
  /** What holds states of stacks and is deleted by this plan. */
  readonly stateStores?: readonly StateStore[];
  /** Settings that a file of `--settings` gives, with the file and line of each; values that may be secrets are hidden. */
  readonly overrides?: readonly string[];
  /** Environment variables that are set and change what Terraform plans: `TF_CLI_ARGS*`, and `TF_VAR_*` of the stack's variables. */
  readonly environment?: readonly string[];
  /** A hash of the configuration that was planned. */
  readonly configHash: string;
  /** A hash of the file that Terraform saved: only that file is applied. */
  readonly planHash: string;
  /** ISO 8601. */
  readonly created: string;
}
