import { type Answer, type Finding, whyNot } from "../look/finding";
import { awsNeeds, unreservedFunctions } from "../needs/aws-needs";
import { quotas, type TotalNeed, totals } from "../needs/quota";
import { quotaAnswer } from "../needs/quota-answer";
import type { Account } from "./account";

/** What all stacks of an account need of its quotas together, in one region. */
export function needsOf({ all }: Pick<Account, "all">, region: string): TotalNeed[] {
  const needs = all.flatMap((stack) => awsNeeds(stack, region));
  return totals([...needs, ...unreservedFunctions(needs)]);
}

/** Whether the quotas suffice that the named stacks need something of, for all stacks of the account together. */
export async function quotaFindings(account: Account): Promise<Finding[]> {
  const regions = [...new Set(account.all.map(({ aws }) => aws?.region ?? ""))].filter(Boolean);
  const perRegion = regions.map((region) => {
    const own = account.stacks.flatMap((stack) => awsNeeds(stack, region));
    const total = needsOf(account, region).filter(({ quota }) => own.some((need) => need.quota.code === quota.code));
    return total.map((need) => {
      const stacks = [...new Set(own.filter(({ quota }) => quota.code === need.quota.code).map(({ stack }) => stack))];
      const subject = { check: "quota", subject: `${need.quota.name}, ${region}`, stacks };
      return account.look(subject, () => awsAnswer(account, need, region));
    });
  });
  return Promise.all(perRegion.flat());
}

async function awsAnswer(account: Account, need: TotalNeed, region: string): Promise<Answer> {
  const { service, code } = need.quota;
  const request = (value: number) =>
    `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value ${value} --region ${region}`;
  const limit = await quotaValue(account, need.quota, region);
  return quotaAnswer({ need, limit, used: await usedByOthers(account, need, region), request });
}

/** The value that applies; the default where it was never changed. */
async function quotaValue(account: Account, { service, code }: TotalNeed["quota"], region: string): Promise<number> {
  const sdk = await import("@aws-sdk/client-service-quotas");
  const client = new sdk.ServiceQuotasClient(await account.options(region));
  const input = { ServiceCode: service, QuotaCode: code };
  try {
    const { Quota } = await client.send(new sdk.GetServiceQuotaCommand(input));
    if (Quota?.Value !== undefined) return Quota.Value;
  } catch (error) {
    if ((error as Error).name !== "NoSuchResourceException") throw error;
  }
  const { Quota } = await client.send(new sdk.GetAWSDefaultServiceQuotaCommand(input));
  if (Quota?.Value === undefined) throw new Error("Service Quotas gives no value");
  return Quota.Value;
}

/** How many VPCs or addresses there are that no stack of the account has made, such as the default VPC; of other quotas nothing is counted. */
async function usedByOthers(
  account: Account,
  { quota }: TotalNeed,
  region: string,
): Promise<number | string | undefined> {
  if (quota !== quotas.vpcs && quota !== quotas.addresses) return undefined;
  const sdk = await import("@aws-sdk/client-ec2");
  const client = new sdk.EC2Client(await account.options(region));
  const ids = account.all.map(({ id }) => id);
  const isOther = ({ Tags = [] }: { Tags?: { Key?: string; Value?: string }[] }) =>
    !Tags.some(({ Key, Value = "" }) => Key === "Stack" && ids.includes(Value));
  try {
    if (quota === quotas.addresses) {
      const { Addresses = [] } = await client.send(new sdk.DescribeAddressesCommand({}));
      return Addresses.filter(isOther).length;
    }
    let count = 0;
    for await (const { Vpcs = [] } of sdk.paginateDescribeVpcs({ client }, {})) count += Vpcs.filter(isOther).length;
    return count;
  } catch (error) {
    return `an unknown number (${whyNot(error)})`;
  }
}
