import type { FunctionsTarget } from "../../../stacks/aws-shared/function-release";
import type { AwsClients } from "./clients";
import { aliasWeight, setAliasWeight } from "./lambda-aliases";
import { type Functions, weighted } from "./lambda-values";

/** The share that the newest versions of functions really have on their aliases, 0 to 100: the largest, where functions differ. */
export async function newestWeight(clients: AwsClients, functions: Functions): Promise<number> {
  const each = weighted(functions).map(([, of]) => aliasWeight(clients, of));
  return Math.max(0, ...(await Promise.all(each)));
}

/** Gives the newest version of each function this share. */
export async function setNewestWeight(clients: AwsClients, functions: Functions, percent: number): Promise<void> {
  for (const [, of] of weighted(functions)) await setAliasWeight(clients, of, percent);
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
