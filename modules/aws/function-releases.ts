import type { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import { conditional, Fn, Op } from "cdktf";

/** How a new version is released by and by: tokens of Terraform variables, so that a pipeline moves the share. */
export interface PreviousVersion {
  /** Number of the version that the alias led to before; with "" all calls go to the new one. */
  readonly version: string;
  /** Share of the calls that it still gets, 0 to 100. */
  readonly percent: number;
}

/** Divides the calls of an alias between its version and the previous one. */
export function divideCalls(alias: LambdaAlias, { version, percent }: PreviousVersion): void {
  // No version keeps 0 %. A product, because cdktf's operators lose 0 and "" and put no parentheses around a conditional.
  const kept = Op.mul(percent, Fn.min([1, Fn.lengthOf(version)]));
  // Only Terraform knows the share, and a routing block without one would be a difference at each plan.
  alias.addOverride("dynamic.routing_config", {
    for_each: conditional(Op.gte(kept, 1), [{ version, weight: Op.div(kept, 100) }], []),
    content: { additional_version_weights: "${{ (routing_config.value.version) = routing_config.value.weight }}" },
  });
}
