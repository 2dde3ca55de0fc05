import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { ServerlessFunction } from "../../modules/aws/functions/function";
import type { ReleasedVersions } from "../../modules/aws/functions/function-releases";
import { topicArn } from "../../modules/aws/monitoring/notifications";
import { definedEntries, mapValues } from "../../modules/records";
import { LateBound } from "../late-bound";
import type { AwsContext } from "./context";

/** Who calls a function. Only clients can meet two versions side by side: a schedule, a stream, a poller or an event switches whole. */
export type Caller = "clients" | "schedule" | "stream" | "poller" | "events";

/**
 * The late-bound values of a function: `<name>_live_version`, and where calls can be divided `<name>_next_percent`. AWS allows no weights on
 * an alias with provisioned concurrency.
 */
export function functionRelease(
  stack: Construct,
  name: string,
  calledBy: Caller,
  { provisioned_concurrency: provisioned }: { readonly provisioned_concurrency?: number } = {},
): ReleasedVersions {
  const part = name.replaceAll("-", "_");
  const liveVersion = new LateBound(stack, `${part}_live_version`, {
    setting: "",
    description: `Version of ${name} that callers reach, "" for the newest`,
    valid: { condition: 'can(regex("^[0-9]*$", $))', expected: 'the number of a version, or "" for the newest' },
  }).value;
  if (provisioned) return { liveVersion, wholeBecause: "provisioned concurrency" };
  if (calledBy !== "clients") return { liveVersion, wholeBecause: calledBy };
  const nextPercent = new LateBound(stack, `${part}_next_percent`, {
    setting: 0,
    description: `Share of the calls of ${name} that the newest version gets, in percent`,
    valid: { condition: "$ >= 0 && $ <= 100", expected: "0 to 100" },
  }).value;
  return { liveVersion, nextPercent };
}

/** The output `release_target`: where a release of the functions is carried. By the function's name within the system. */
export function addFunctionTarget(
  stack: Construct,
  { names }: AwsContext,
  functions: Readonly<Record<string, ServerlessFunction>>,
): void {
  new TerraformOutput(stack, "release_target", {
    description: "Where a release is carried: functions, their aliases and newest versions",
    value: {
      platform: "lambda",
      region: names.region,
      alarm_prefix: `${names.prefix}-`,
      critical_topic: topicArn(names, "critical"),
      functions: mapValues(functions, (lambda) =>
        definedEntries({
          function: lambda.name,
          alias: lambda.aliasName,
          newest: lambda.newestVersion,
          dead_letter_queue: lambda.deadLetterQueueName,
          whole_because: lambda.released?.wholeBecause,
        }),
      ),
    },
  });
}
