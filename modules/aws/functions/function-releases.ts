import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaProvisionedConcurrencyConfig } from "@cdktf/provider-aws/lib/lambda-provisioned-concurrency-config";
import { conditional, Fn, Op } from "cdktf";
import type { Construct } from "constructs";

/** How a new version is released by and by: tokens of Terraform variables, so that a pipeline moves the share. */
export interface PreviousVersion {
  /** Number of the version that the alias led to before; with "" all calls go to the new one. */
  readonly version: string;
  /** Share of the calls that it still gets, 0 to 100. */
  readonly percent: number;
}

/** How callers reach the published version of a function. */
export interface ReleaseProps {
  /** How many wait initialized, and are paid for. @default - none */
  readonly provisionedConcurrency?: number;
  /** The version that still gets a share of the calls while a new one is released. @default - the new version gets all */
  readonly previousVersion?: PreviousVersion;
  /** Attempts after the first before an event that nobody waits for is a dead letter, 0 to 2 (Lambda's limits). @default 2 */
  readonly retries?: number;
}

/** The alias `live` of a function's newest version: what callers use, so that a release is a change of the alias alone. */
export function liveAlias(scope: Construct, lambda: LambdaFunction, props: ReleaseProps): LambdaAlias {
  const alias = new LambdaAlias(scope, "live", {
    name: "live",
    functionName: lambda.functionName,
    functionVersion: lambda.version,
  });
  if (props.previousVersion) divideCalls(alias, props.previousVersion);
  const live = { functionName: lambda.functionName, qualifier: alias.name };
  new LambdaFunctionEventInvokeConfig(scope, "events", {
    ...live,
    maximumRetryAttempts: props.retries ?? 2,
    maximumEventAgeInSeconds: 3600,
  });
  if (props.provisionedConcurrency) {
    new LambdaProvisionedConcurrencyConfig(scope, "provisioned", {
      ...live,
      provisionedConcurrentExecutions: props.provisionedConcurrency,
    });
  }
  return alias;
}

/** Divides the calls of an alias between its version and the previous one. */
function divideCalls(alias: LambdaAlias, { version, percent }: PreviousVersion): void {
  // No version keeps 0 %. A product, because cdktf's operators lose 0 and "" and put no parentheses around a conditional.
  const kept = Op.mul(percent, Fn.min([1, Fn.lengthOf(version)]));
  // Only Terraform knows the share, and a routing block without one would be a difference at each plan.
  alias.addOverride("dynamic.routing_config", {
    for_each: conditional(Op.gte(kept, 1), [{ version, weight: Op.div(kept, 100) }], []),
    content: { additional_version_weights: "${{ (routing_config.value.version) = routing_config.value.weight }}" },
  });
}
