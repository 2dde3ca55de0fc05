import { type Answer, type Finding, missing, ok, unknown } from "../look/finding";
import { grouped } from "../look/grouped";
import { costTagsOf } from "../references/aws-names";
import type { Account } from "./account";

/** Whether the tags that budgets filter by are activated for cost allocation: until then each budget counts 0. */
export function costTagFindings(account: Account): Promise<Finding[]> {
  return Promise.all(
    grouped(account.stacks, costTagsOf, String).map(({ item, stacks }) =>
      account.look({ check: "cost-allocation tag", subject: item, stacks }, () => tagAnswer(account, item)),
    ),
  );
}

/** Only the account that pays for an organization may look. A tag is known about a day after the first resource has it. */
async function tagAnswer(account: Account, tag: string): Promise<Answer> {
  const { CostExplorerClient, ListCostAllocationTagsCommand } = await import("@aws-sdk/client-cost-explorer");
  // Cost Explorer has one endpoint, in this region.
  const client = new CostExplorerClient(await account.options("us-east-1"));
  const { CostAllocationTags = [] } = await client.send(new ListCostAllocationTagsCommand({ TagKeys: [tag] }));
  const activate = `aws ce update-cost-allocation-tags-status --cost-allocation-tags-status TagKey=${tag},Status=Active`;
  const [found] = CostAllocationTags;
  if (!found)
    return unknown(`AWS knows it a day after the first resource has it; then, in the paying account: ${activate}`);
  return found.Status === "Active" ? ok("active") : missing(`it is ${found.Status?.toLowerCase()}`, activate);
}
