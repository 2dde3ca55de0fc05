import { Permissions } from "../../policy/permissions";
import { build } from "../aws-shared/build";
import { resources, type StackJson } from "../synthesized";

/** The roles of an environment's pipelines, in the account's stack. */

interface Statement {
  readonly effect?: string;
  readonly principals?: { readonly identifiers: string[] }[];
  readonly condition?: { readonly test: string; readonly variable: string; readonly values: string[] }[];
}

/** The claims that each statement of a role's trust policy demands, by name. */
function claims(stack: StackJson, role: string): Record<string, string[]>[] {
  const documents = stack.data?.["aws_iam_policy_document"] ?? {};
  const [, document] = Object.entries(documents).find(([name]) => name.startsWith(`pipelines_${role}-trust_`)) ?? [];
  const statements = (document?.["statement"] ?? []) as Statement[];
  return statements.map(({ effect, principals, condition = [] }) => {
    const isDenied = effect === "Deny";
    expect(principals?.[0]?.identifiers).toEqual([
      isDenied
        ? "*"
        : expect.stringMatching(/^arn:aws:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/),
    ]);
    for (const { test } of condition) expect(test).toMatch(isDenied ? /^StringNotLike$/ : /^String(Equals|Like)$/);
    return Object.fromEntries(condition.map(({ variable, values }) => [variable.split(":")[1] as string, values]));
  });
}

const repository = "your-org/your-infrastructure";
const file = (name: string, ref: string) => `${repository}/.github/workflows/${name}.yml@${ref}`;
const own = (name: string) => [file(name, "refs/heads/*"), file(name, "refs/tags/*")];
const trusted = (environment: string, files: readonly string[]) => ({
  aud: ["sts.amazonaws.com"],
  sub: [
    `repo:your-org/your-infrastructure:environment:${environment}`,
    `repo:your-org@*/your-infrastructure@*:environment:${environment}`,
  ],
  repository: [repository],
  job_workflow_ref: files,
});

test("a pull request plans in the environment that has reviewers; what watches, plans a deploy or applies is of branches and tags", async () => {
  const stack = await build("account-prod");
  const anyones = (files: readonly string[]) => files.map((one) => one.replace(repository, "*"));
  expect(claims(stack, "plan")).toEqual([
    trusted("prod-*", [file("*", "*")]),
    // Denied: what is not of the other environment, and not one of these files.
    { sub: ["*:environment:prod-watch"], job_workflow_ref: anyones([file("plan", "*")]) },
    {
      sub: ["*:environment:prod-plan"],
      job_workflow_ref: anyones([
        ...own("stack"),
        ...own("promote"),
        ...["due", "watch"].map((name) => file(name, "refs/heads/*")),
      ]),
    },
  ]);
  expect(claims(stack, "infrastructure")).toEqual([trusted("prod", own("stack"))]);
  // What records drift is of branches alone, and of no pull request.
  expect(claims(stack, "drift")).toEqual([trusted("prod-watch", [file("drift", "refs/heads/*")])]);
  const outputs = ["plan_role_arn", "drift_role_arn", "infrastructure_role_arn"];
  expect(Object.keys(stack.output ?? {})).toEqual(expect.arrayContaining(outputs));
});

test("where GitHub's number of the repository is known, it must be that one", async () => {
  const stack = await build("account-prod", 'account = { pipelines = { repository_id = "42" } }');
  const numbers = claims(stack, "plan").map((statement) => statement["repository_id"]);
  expect(numbers).toEqual([["42"], undefined, undefined]);
});

test("an environment whose account another one owns has the roles, and nothing else of the account", async () => {
  const stack = await build("account-prod-dr", "account = { owns_account = false }");
  expect(resources(stack, "aws_iam_openid_connect_provider")).toEqual([]);
  const roles = resources(stack, "aws_iam_role").map(({ body }) => body["name"]);
  expect(roles).toEqual(expect.arrayContaining(["multicloud-prod-dr-plan", "multicloud-prod-dr-infrastructure"]));
});

test("with states in HCP Terraform the roles reach no state, and the plan role reads no item of any table", async () => {
  const stack = await build("account-prod", 'state = { cloud = { organization = "example" } }');
  const plan = new Permissions(stack, "multicloud-prod-plan");
  const infrastructure = new Permissions(stack, "multicloud-prod-infrastructure");
  expect(resources(stack, "aws_iam_role").map(({ body }) => body["name"])).not.toContain("multicloud-prod-drift");
  const state = "arn:aws:s3:::multicloud-prod-state-444444444444/aws-prod";
  expect(resources(stack, "aws_s3_bucket").map(({ body }) => body["bucket"])).not.toContain(
    "multicloud-prod-state-444444444444",
  );
  for (const action of ["s3:GetObject", "s3:PutObject"]) {
    expect([action, plan.may(action, state), infrastructure.may(action, state)]).toEqual([action, false, false]);
  }
  const table = "arn:aws:dynamodb:us-east-1:444444444444:table/multicloud-prod-locks";
  expect(plan.may("dynamodb:GetItem", table)).toBe(false);
  expect(infrastructure.may("dynamodb:PutItem", table)).toBe(false);
  expect(plan.may("ec2:DescribeVpcs", "*")).toBe(true);
  expect(infrastructure.may("ec2:CreateVpc", "*")).toBe(true);
});

test("without pipelines there are no such roles; the boundary is there for itself", async () => {
  const stack = await build("account-prod", "account = { pipelines = null }");
  expect(resources(stack, "aws_iam_policy").map(({ body }) => body["name"])).toEqual(["multicloud-prod-boundary"]);
  expect(resources(stack, "aws_iam_role").filter(({ address }) => address.includes("pipelines"))).toEqual([]);
  const local = await build("account-local");
  expect(resources(local, "aws_iam_policy")).toEqual([]);
});
