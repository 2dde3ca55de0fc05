import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaProvisionedConcurrencyConfig } from "@cdktf/provider-aws/lib/lambda-provisioned-concurrency-config";
import { conditional, Fn, Op } from "cdktf";
import type { Construct } from "constructs";

/** A version that still gets a share of the calls while a new one is released. Both values may be tokens of Terraform variables. */
export interface PreviousVersion {
  /** Number of the version that the alias pointed to before; with "" all calls go to the new one. */
  readonly version: string;
  /** Share of the calls that it gets, 0 to 100. */
  readonly percent: number;
}

/** How callers reach the published version of a function. */
export interface ReleaseProps {
  /** Number of instances that AWS keeps initialized, at a price. @default - none */
  readonly provisionedConcurrency?: number;
  /** The version before, while a release moves the calls to the new one. @default - the new version gets all calls */
  readonly previousVersion?: PreviousVersion;
  /** Attempts after the first before an asynchronous event becomes a dead letter, 0 to 2 (Lambda's limits). @default 2 */
  readonly retries?: number;
}

/** The alias `live` of a function's newest version. Callers use the alias, so that a release changes only the alias. */
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
  // Without a version the share is 0. A product, because cdktf's operators lose 0 and "" and set no parentheses around a conditional.
  const kept = Op.mul(percent, Fn.min([1, Fn.lengthOf(version)]));
  // A dynamic block, because only Terraform knows the share, and an empty routing block would differ in every plan.
  alias.addOverride("dynamic.routing_config", {
    for_each: conditional(Op.gte(kept, 1), [{ version, weight: Op.div(kept, 100) }], []),
    content: { additional_version_weights: "${{ (routing_config.value.version) = routing_config.value.weight }}" },
  });
}
