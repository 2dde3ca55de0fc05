import { type Answer, type Finding, unknown } from "../look/finding";
import type { SignedIn } from "../look/signed-in";
import type { StackView } from "../look/stack-view";
import { azureNeeds, azurePlaces, azureQuotas } from "../needs/azure-needs";
import { type TotalNeed, totals } from "../needs/quota";
import { quotaAnswer } from "../needs/quota-answer";
import type { AzureCall } from "./call";

/** Where each service says what a region's quotas are, and the version of its API ("Location - List Usage" and its kind). */
const usages: Readonly<Record<string, (region: string) => readonly [path: string, version: string]>> = {
  [azureQuotas.cores.service]: (region) => [`locations/${region}/usages`, "2023-05-01"],
  [azureQuotas.environments.service]: (region) => [`locations/${region}/usages`, "2024-03-01"],
  [azureQuotas.addresses.service]: (region) => [`locations/${region}/usages`, "2024-05-01"],
  [azureQuotas.databases.service]: (region) => [
    `locations/${region}/resourceType/flexibleServers/usages`,
    "2024-08-01",
  ],
};

/**
 * Whether the quotas of a subscription suffice for what its stacks have still to make, of which `own` are the named ones. A stack whose
 * resource group is there counts as made: what it has is in the usage.
 */
export async function azureQuotaFindings(
  azure: SignedIn<AzureCall>,
  subscription: string,
  own: readonly StackView[],
  all: readonly StackView[],
): Promise<Finding[]> {
  const sharing = all.filter((stack) => stack.provider("azurerm")?.["subscription_id"] === subscription);
  const regions = [...new Set(own.flatMap((stack) => azurePlaces(stack).regions))];
  const toMake = new Map<AzureCall, Promise<StackView[]>>();
  const stillToMake = (call: AzureCall) => {
    const known = toMake.get(call) ?? withoutGroup(call, subscription, sharing);
    toMake.set(call, known);
    return known;
  };
  const looks = regions.flatMap((region) => {
    const mine = own.flatMap((stack) => azureNeeds(stack, region));
    return totals(mine).map(({ quota }) => {
      const stacks = [...new Set(mine.filter((need) => need.quota.code === quota.code).map(({ stack }) => stack))];
      const subject = { check: "quota", subject: `${quota.name}, ${region}`, stacks };
      return azure.look(subject, async (call) => {
        const made = totals((await stillToMake(call)).flatMap((stack) => azureNeeds(stack, region)));
        const nothing = { quota, start: 0, most: 0, parts: stacks.map((stack) => ({ stack, start: 0 })) };
        const need = made.find((it) => it.quota.code === quota.code) ?? nothing;
        return usageAnswer(call, subscription, region, need);
      });
    });
  });
  return Promise.all(looks);
}

/** The stacks whose resource group does not exist. */
async function withoutGroup(call: AzureCall, subscription: string, stacks: readonly StackView[]): Promise<StackView[]> {
  const found = await Promise.all(
    stacks.map(async (stack) => {
      const { group } = azurePlaces(stack);
      if (group === undefined) return [];
      const answer = await call(`subscriptions/${subscription}/resourcegroups/${group}`, "2021-04-01");
      if (answer.status === 404) return [stack];
      answer.orThrow();
      return [];
    }),
  );
  return found.flat();
}

interface Usage {
  readonly name?: { readonly value?: string };
  readonly limit?: number;
  readonly currentValue?: number;
  readonly usage?: number;
}

async function usageAnswer(call: AzureCall, subscription: string, region: string, need: TotalNeed): Promise<Answer> {
  const { service, code } = need.quota;
  const [path, version] = usages[service]?.(region) ?? ["", ""];
  const { json } = (await call(`subscriptions/${subscription}/providers/${service}/${path}`, version)).orThrow();
  const named = ((json as { value?: Usage[] }).value ?? []).find(
    // Newer answers name addresses by their version of IP.
    ({ name }) => name?.value?.toLowerCase().replace(/^ipv4/, "") === code.toLowerCase(),
  );
  if (named?.limit === undefined) return unknown(`${service} names no usage ${code} in ${region}`);
  const request = (value: number) =>
    `az quota update --resource-name ${named.name?.value} --scope /subscriptions/${subscription}/providers/${service}/locations/${region} --limit-object value=${value}`;
  return quotaAnswer({
    need,
    limit: named.limit < 0 ? Infinity : named.limit,
    used: named.currentValue ?? named.usage ?? 0,
    request:
      service === azureQuotas.addresses.service || service === azureQuotas.environments.service ? request : portal,
  });
}

/** The other services have no command of their own for it. */
const portal = (value: number) => `in the portal, under Quotas, ask for ${value}`;
