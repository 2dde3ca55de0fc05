import { build } from "../aws-shared/build";
import { rightsOf } from "../rights/role-rights";
import { resources, type StackJson } from "../synthesized";

/** The roles with which an application's repository writes the state of a stack on another cloud. */

const settings = (more = "") => `account = {
  deploys = {
    gcp-prod = { repository = "acme/shop", workflow_repository = "acme/stacks" }
    azure-prod = { repository = "acme/other", github_environment = "azure-prod" ${more} }
  }
}`;
const roles = (stack: StackJson) =>
  resources(stack, "aws_iam_role").filter(({ address }) => /state-role/.test(address));

test("each stack has a role of its own, which its application's repository alone may take", async () => {
  const stack = await build("account-prod", settings());
  expect(roles(stack).map(({ body }) => body["name"])).toEqual([
    "multicloud-prod-state-azure-prod",
    "multicloud-prod-state-gcp-prod",
  ]);
  expect(stack.output?.["state_role_arns"]).toEqual({
    value: { "azure-prod": expect.any(String), "gcp-prod": expect.any(String) },
  });
  const trust = JSON.stringify(
    Object.entries(stack.data?.["aws_iam_policy_document"] ?? {}).filter(([name]) =>
      /^state-role-gcp-prod_trust/.test(name),
    ),
  );
  expect(trust).toContain('"repo:acme/shop:environment:prod"');
  expect(trust).toContain('"acme/stacks/.github/workflows/application.yml@*"');
  expect(trust).not.toContain("acme/other");
});

test("it reads and writes the state of that stack and nothing else: who reads the account's opens the plans of other stacks", async () => {
  const stack = await build("account-prod", settings());
  const [azure, gcp] = roles(stack).map(({ address }) => rightsOf(stack, address));
  const bucket = gcp?.["s3:ListBucket"]?.[0]?.replace(/^s3:/, "");
  const objects = (...keys: string[]) => keys.map((key) => `s3:${bucket}/${key}`);
  const { "s3:ListBucket": _, "dynamodb:PutItem": items = [], ...others } = gcp ?? {};
  expect(others).toEqual({
    "s3:GetObject": objects("gcp-prod", "gcp-prod.tflock"),
    "s3:PutObject": objects("gcp-prod", "gcp-prod.tflock"),
    "s3:PutObjectVersionTagging": objects("gcp-prod"),
    "s3:DeleteObject": objects("gcp-prod.tflock"),
    "dynamodb:GetItem": items,
    "dynamodb:DeleteItem": items,
  });
  expect(JSON.stringify(gcp)).not.toContain("azure-prod");
  expect(JSON.stringify([azure, gcp])).not.toContain("account-prod");
  expect(Object.keys(gcp ?? {}).sort()).toEqual(Object.keys(azure ?? {}).sort());
});

test("without such stacks there are no such roles", async () => {
  const stack = await build("account-prod");
  expect(roles(stack)).toEqual([]);
  expect(stack.output).not.toHaveProperty("state_role_arns");
});
