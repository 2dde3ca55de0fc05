import { GetAliasCommand, GetFunctionConfigurationCommand, UpdateAliasCommand } from "@aws-sdk/client-lambda";
import type { FunctionTarget } from "../../../stacks/aws-shared/function-release";
import type { Figures, SideFigures } from "../judge/figures";
import type { Rollout } from "../port/platform";
import type { AwsClients } from "./clients";
import { measured } from "./figures";

/** The share of the newest version that an alias really has, 0 to 100. */
export async function aliasWeight({ lambda }: AwsClients, of: FunctionTarget): Promise<number> {
  const alias = await lambda.send(new GetAliasCommand({ FunctionName: of.function, Name: of.alias }));
  const weights = alias.RoutingConfig?.AdditionalVersionWeights ?? {};
  return Math.round(100 * (weights[of.newest] ?? 0));
}

/** Gives the newest version this share. With 0 the alias leads to its own version alone. */
export async function setAliasWeight({ lambda }: AwsClients, of: FunctionTarget, percent: number): Promise<void> {
  const alias = await lambda.send(new GetAliasCommand({ FunctionName: of.function, Name: of.alias }));
  const AdditionalVersionWeights: Record<string, number> = {};
  if (percent > 0 && alias.FunctionVersion !== of.newest) AdditionalVersionWeights[of.newest] = percent / 100;
  await lambda.send(
    new UpdateAliasCommand({
      FunctionName: of.function,
      Name: of.alias,
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

/** What callers of the alias met on two versions. */
export async function versionFigures(
  { cloudwatch }: AwsClients,
  { function: name, alias }: FunctionTarget,
  live: string,
  newest: string,
  from: number,
  until: number,
): Promise<Figures> {
  const of = async (version: string): Promise<SideFigures> => {
    const dimensions = { FunctionName: name, Resource: `${name}:${alias}`, ExecutedVersion: version };
    const measure = (metric: string, stat: string) => ({ namespace: "AWS/Lambda", metric, stat, dimensions });
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
