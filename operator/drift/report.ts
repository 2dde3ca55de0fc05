import { groupBy } from "../preflight/look/grouped";

/** What becomes of a place that is not as Terraform last wrote it. */
export type Kind =
  /** Alarms: our JSON sets it, and the next deploy would put it right. */
  | "drift"
  /** Drift that `drift.tfvars` accepts for now. */
  | "accepted"
  /** Changed by what owns it: autoscaling, minor upgrades, rotations. */
  | "owned"
  /** Part of a release that runs now. */
  | "released"
  /** Our JSON sets it, and yet a deploy would leave it as it is. */
  | "kept"
  /** No setting of ours gives it. */
  | "unset";

/** The word for an attribute where a resource does not exist any more. */
export const gone = "gone";

/** One place of a resource, or a whole resource, that is not as Terraform last wrote it. No sensitive value is in it. */
export interface Found {
  readonly address: string;
  /** Dotted path, e.g. `tags.Owner`; {@link gone} where the resource does not exist any more. */
  readonly attribute: string;
  /** As JSON, or a word in brackets such as `(none)` or `(sensitive)`. */
  readonly before: string;
  readonly after: string;
  readonly kind: Kind;
  /** Why it does not alarm; nothing for drift. */
  readonly why?: string;
  /** Whether the next deploy puts it back, all the same. */
  readonly isReverted: boolean;
}

/** A change that a deploy from this checkout would make, and that no change by hand has caused. */
export interface Undeployed {
  readonly address: string;
  readonly action: string;
}

/** Something that carries the stack's tag and is in no state. */
export interface Stray {
  readonly arn: string;
  /** Why it may be so: what makes such things. Without it, nothing that the stack has makes it. */
  readonly madeBy?: string;
}

/** What was found of one stack. */
export interface StackDrift {
  readonly stack: string;
  /** ISO 8601. */
  readonly at: string;
  readonly status: "none" | "drift" | "not deployed";
  readonly found: readonly Found[];
  readonly undeployed: readonly Undeployed[];
  /** Addresses that a deploy changes only because something they refer to is gone. */
  readonly follows: readonly string[];
  readonly strays: readonly Stray[];
  /** Why nothing was looked up by tags. @default - it was */
  readonly straysUnknown?: string;
  /** What else a reader has to know, a line each. */
  readonly notes: readonly string[];
}

/** The places that have drift, by resource, in the order in which they were found. */
export function drifted({ found }: Pick<StackDrift, "found">): Map<string, Found[]> {
  return groupBy(
    found.filter(({ kind }) => kind === "drift"),
    ({ address }) => address,
  );
}

/** A line for each resource that has drift, without any value. */
export function summaryOf(drift: StackDrift): string[] {
  if (drift.status === "not deployed") return ["not deployed"];
  return [...drifted(drift)].map(
    ([address, places]) => `${address}: ${places.map(({ attribute }) => attribute).join(", ")}`,
  );
}
