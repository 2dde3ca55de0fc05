import { GetAliasCommand, GetFunctionConfigurationCommand, UpdateAliasCommand } from "@aws-sdk/client-lambda";
import type { FunctionTarget } from "../../../stacks/aws-shared/function-release";
import type { Figures, SideFigures } from "../judge/figures";
import type { Rollout } from "../port/platform";
import type { AwsClients } from "./clients";
import { type Measure, measured } from "./figures";

/**
 * The share of an alias's callers that do not reach a version, 0 to 100: those of the newest, and all of an alias that someone led elsewhere.
 * @param live the version. @default - that of the alias: the state names none yet
 */
export async function shareAway({ lambda }: AwsClients, of: FunctionTarget, live?: string): Promise<number> {
  const alias = await lambda.send(new GetAliasCommand({ FunctionName: of.function, Name: of.alias }));
  const weights = alias.RoutingConfig?.AdditionalVersionWeights ?? {};
  const divided = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const reached = live === undefined || alias.FunctionVersion === live ? 1 - divided : (weights[live] ?? 0);
  return Math.round(100 * (1 - reached));
}

/** Gives the newest version this share, and the rest to the live one. With 0 the alias leads to that alone. @param live as above */
export async function setAlias(
  { lambda }: AwsClients,
  of: FunctionTarget,
  percent: number,
  live?: string,
): Promise<void> {
  const alias = await lambda.send(new GetAliasCommand({ FunctionName: of.function, Name: of.alias }));
  const FunctionVersion = live ?? alias.FunctionVersion;
  const AdditionalVersionWeights: Record<string, number> = {};
  if (percent > 0 && FunctionVersion !== of.newest) AdditionalVersionWeights[of.newest] = percent / 100;
  await lambda.send(
    new UpdateAliasCommand({
      FunctionName: of.function,
      Name: of.alias,
      FunctionVersion,
      RoutingConfig: { AdditionalVersionWeights },
      // Refused if someone has changed the alias meanwhile.
      RevisionId: alias.RevisionId,
    }),
  );
}

/** Whether the newest version can be called. */
export async function versionRollout({ lambda }: AwsClients, of: FunctionTarget): Promise<Rollout> {
  const { State, StateReason } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: of.function, Qualifier: of.newest }),
  );
  const seen = [
    `${of.function}: version ${of.newest} is ${State ?? "Active"}${StateReason ? ` (${StateReason})` : ""}`,
  ];
  if (State === "Failed") return { is: "failed", seen };
  return { is: State === undefined || State === "Active" || State === "Inactive" ? "ready" : "rolling", seen };
}

/** A measure of what callers of the alias met on a version. */
export function versionMeasure(
  { function: name, alias }: FunctionTarget,
  version: string,
  metric: string,
  stat: string,
): Measure {
  const dimensions = { FunctionName: name, Resource: `${name}:${alias}`, ExecutedVersion: version };
  return { namespace: "AWS/Lambda", metric, stat, dimensions };
}

/** What callers of the alias met on two versions. */
export async function versionFigures(
  { cloudwatch }: AwsClients,
  target: FunctionTarget,
  live: string,
  newest: string,
  from: number,
  until: number,
): Promise<Figures> {
  const of = async (version: string): Promise<SideFigures> => {
    const measure = (metric: string, stat: string) => versionMeasure(target, version, metric, stat);
    const {
      requests = 0,
      errors = 0,
      p95,
    } = await measured(
      cloudwatch,
      { requests: measure("Invocations", "Sum"), errors: measure("Errors", "Sum"), p95: measure("Duration", "p95") },
      from,
      until,
    );
    return { requests, errors, ...(p95 !== undefined && { p95 }) };
  };
  const [liveSide, newSide] = await Promise.all([of(live), of(newest)]);
  return { liveSide, newSide };
}
