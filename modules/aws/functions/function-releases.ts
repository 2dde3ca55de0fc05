import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaProvisionedConcurrencyConfig } from "@cdktf/provider-aws/lib/lambda-provisioned-concurrency-config";
import { conditional, Fn, Op } from "cdktf";
import type { Construct } from "constructs";

/** Which versions callers reach while a new one is released. Tokens: only a release changes them, and the state keeps them. */
export interface ReleasedVersions {
  /** Number of the version that the alias leads to; with "" it leads to the newest. */
  readonly liveVersion: string;
  /** Share of the calls that the newest version gets, 0 to 100; the live version gets the rest. @default - none: all callers switch at once */
  readonly nextPercent?: number;
  /** Why they do, e.g. that a schedule calls. Only where there is no share. */
  readonly wholeBecause?: string;
}

/** How callers reach the published version of a function. */
export interface ReleaseProps {
  /** Number of instances that AWS keeps initialized, at a price. @default - none */
  readonly provisionedConcurrency?: number;
  /** @default - the newest version gets all calls as soon as it is published */
  readonly released?: ReleasedVersions;
  /** Attempts after the first before an asynchronous event becomes a dead letter, 0 to 2 (Lambda's limits). @default 2 */
  readonly retries?: number;
}

/** The alias `live`. Callers use it, so that publishing a version changes nothing for them, and a release changes only the alias. */
export function liveAlias(scope: Construct, lambda: LambdaFunction, props: ReleaseProps): LambdaAlias {
  const { released } = props;
  const alias = new LambdaAlias(scope, "live", {
    name: "live",
    functionName: lambda.functionName,
    functionVersion: released ? Fn.coalesce([released.liveVersion, lambda.version]) : lambda.version,
  });
  if (released?.nextPercent !== undefined) divideCalls(alias, lambda, released.liveVersion, released.nextPercent);
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

/** Divides the calls of an alias between its version and the newest one. AWS refuses this where both are the same. */
function divideCalls(alias: LambdaAlias, { version }: LambdaFunction, liveVersion: string, percent: number): void {
  // Without a live version the share is 0. A product, because cdktf's operators lose 0 and "" and set no parentheses around a conditional.
  const share = Op.mul(percent, Fn.min([1, Fn.lengthOf(liveVersion)]));
  // A dynamic block, because only Terraform knows the share, and an empty routing block would differ in every plan.
  alias.addOverride("dynamic.routing_config", {
    for_each: conditional(Op.gte(share, 1), [{ version, weight: Op.div(share, 100) }], []),
    content: { additional_version_weights: "${{ (routing_config.value.version) = routing_config.value.weight }}" },
  });
}
