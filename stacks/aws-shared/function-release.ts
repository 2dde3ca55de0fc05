import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { ServerlessFunction } from "../../modules/aws/functions/function";
import type { ReleasedVersions } from "../../modules/aws/functions/function-releases";
import type { Monitoring } from "../../modules/aws/monitoring/monitoring";
import { mapValues } from "../../modules/records";
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
    valid: {
      condition: (value) => `length(regexall("[^0-9]", ${value})) == 0`,
      expected: 'the number of a version, or "" for the newest',
    },
  }).value;
  if (provisioned) return { liveVersion, wholeBecause: "provisioned concurrency" };
  if (calledBy !== "clients") return { liveVersion, wholeBecause: calledBy };
  const nextPercent = new LateBound(stack, `${part}_next_percent`, {
    setting: 0,
    description: `Share of the calls of ${name} that the newest version gets, in percent`,
    valid: { condition: (value) => `${value} >= 0 && ${value} <= 100`, expected: "0 to 100" },
  }).value;
  return { liveVersion, nextPercent };
}

/** One function, as a release finds it. */
export interface FunctionTarget {
  /** The Lambda function and its alias, by name. */
  readonly function: string;
  readonly alias: string;
  /** Number of the version that was published last. */
  readonly newest: string;
  readonly dead_letter_queue: string;
  /** Why all its calls switch at once. @default - they are divided by weight */
  readonly whole_because?: string;
}

/** The output `release_target` of a stack of functions: where a release is carried. By the function's name within the system. */
export interface FunctionsTarget {
  readonly platform: "lambda";
  readonly region: string;
  /** The critical alarms of the system, by name. */
  readonly alarms: readonly string[];
  readonly functions: Readonly<Record<string, FunctionTarget>>;
  /** The bucket that has the log of releases. @default - that of the state */
  readonly log_bucket?: string;
}

/** Makes the output `release_target`. */
export function addFunctionTarget(
  stack: Construct,
  { names, releaseLog }: AwsContext,
  functions: Readonly<Record<string, ServerlessFunction>>,
  { criticalParts }: Pick<Monitoring, "criticalParts">,
): void {
  const value: FunctionsTarget = {
    platform: "lambda",
    region: names.region,
    alarms: criticalParts.map((part) => names.of("alarm", part)),
    functions: mapValues(functions, ({ name, aliasName, newestVersion, deadLetterQueueName, released }) => ({
      function: name,
      alias: aliasName,
      newest: newestVersion,
      dead_letter_queue: deadLetterQueueName,
      ...(released?.wholeBecause && { whole_because: released.wholeBecause }),
    })),
    ...(releaseLog && { log_bucket: releaseLog }),
  };
  new TerraformOutput(stack, "release_target", {
    description: "Where `npm run release` reads and sets what a release is made of",
    value,
  });
}
