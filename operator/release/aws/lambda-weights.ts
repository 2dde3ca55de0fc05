import type { FunctionsTarget } from "../../../stacks/aws-shared/function-release";
import type { Values } from "../port/platform";
import type { AwsClients } from "./clients";
import { setAlias, shareAway } from "./lambda-aliases";
import { type Functions, isWhole, keptVersion, weighted } from "./lambda-values";

/** The share of callers that really do not reach the versions which the state calls live, 0 to 100: the largest, where functions differ. */
export async function newestWeight(clients: AwsClients, functions: Functions, now: Values): Promise<number> {
  const each = Object.entries(functions).map(([name, of]) => shareAway(clients, of, keptVersion(now, name)));
  return Math.max(0, ...(await Promise.all(each)));
}

/** Gives the newest version of each function this share, and the rest to the live one. What switches whole has the live one alone. */
export async function setNewestWeight(
  clients: AwsClients,
  functions: Functions,
  percent: number,
  now: Values,
): Promise<void> {
  for (const [name, of] of Object.entries(functions)) {
    await setAlias(clients, of, isWhole(of) ? 0 : percent, keptVersion(now, name));
  }
}

/** The commands that do so by hand, one for each function. */
export function newestWeightCall({ functions, region }: FunctionsTarget, percent: number): string {
  const each = weighted(functions).map(([, { function: lambda, alias, newest }]) => {
    const weights = percent === 0 ? {} : { [newest]: percent / 100 };
    const routing = JSON.stringify({ AdditionalVersionWeights: weights });
    return `aws lambda update-alias --region ${region} --function-name ${lambda} --name ${alias} --routing-config '${routing}'`;
  });
  return each.join("\n");
}
