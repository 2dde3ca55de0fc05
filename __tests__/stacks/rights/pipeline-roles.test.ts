import { TerraformStack, Testing } from "cdktf";
import { longestTrust } from "../../../modules/aws/account/github-trust";
import { PipelineRoles } from "../../../modules/aws/account/pipeline-roles";
import { boundaryArn, RoleBoundary } from "../../../modules/aws/account/role-boundary";
import { Names } from "../../../modules/names";
import type { PolicyStatement } from "../../synthesized";
import { documentOf, resources, type StackJson } from "../synthesized";

/** The roles of a pipeline with the longest names that settings take: IAM's limits (IAM user guide, "IAM and STS quotas"). */

const accountId = "111111111111";
const environment = "e".repeat(20);
const names = (name: string) => new Names({ name, environment, accountId, region: "ap-southeast-1" });

/** Most systems of one account: `pipelines.systems` takes no more. */
const systems = Array.from({ length: 10 }, (_, index) => `${index}`.padStart(24, "s"));

function synth(repositoryId?: string): StackJson {
  const stack = new TerraformStack(Testing.app(), "test");
  const { arn } = new RoleBoundary(stack, "role-boundary", { names: names("multicloud") });
  new PipelineRoles(stack, "pipelines", {
    names: names("multicloud"),
    repository: `${"o".repeat(39)}/${"r".repeat(100)}`,
    repositoryId,
    roleNames: systems.flatMap((name) => names(name).patterns("iam_role")),
    boundaryArn: arn,
    states: {
      bucketName: names("multicloud").of("s3_bucket", "state"),
      tableName: names("multicloud").of("table", "locks"),
      keyArn: `arn:aws:kms:ap-southeast-1:${accountId}:key/00000000-0000-0000-0000-000000000000`,
    },
  });
  return JSON.parse(Testing.synth(stack));
}

const isAnyone = (principals: unknown): boolean => JSON.stringify(principals)?.includes('"identifiers":["*"]') ?? false;

function grouped(
  conditions: NonNullable<PolicyStatement["condition"]>,
): Record<string, Record<string, string | string[]>> {
  const groups: Record<string, Record<string, string | string[]>> = {};
  for (const { test, variable, values } of conditions) {
    groups[test] = { ...groups[test], [variable]: values.length === 1 ? `${values[0]}` : values };
  }
  return groups;
}

/** Characters of a policy document as IAM counts them: without white space. */
function lengthOf(stack: StackJson, policy: unknown): number {
  const document = {
    Version: "2012-10-17",
    Statement: documentOf(stack, policy).map(
      ({ sid, effect, actions, resources: on, not_resources: not, principals, condition }) => ({
        Sid: sid,
        Effect: effect ?? "Allow",
        Principal: isAnyone(principals) ? "*" : principals,
        Action: actions,
        Resource: on,
        NotResource: not,
        // The provider groups by operator, and writes one value as text.
        Condition: condition && grouped(condition),
      }),
    ),
  };
  return JSON.stringify(document)
    .replaceAll(/\$\{aws_iam_policy\.role-boundary[^}]*\}/g, boundaryArn(names("multicloud")))
    .replaceAll(/\s/g, "").length;
}

const stack = synth("1".repeat(19));
const of = (type: string) => resources(stack, type);

test("inline policies of a role have at most 10,240 characters", () => {
  const inline = of("aws_iam_role_policy");
  expect(inline).toHaveLength(3);
  for (const { address, body } of inline) {
    const length = lengthOf(stack, body["policy"]);
    expect([address, length < 10_240, length]).toEqual([address, true, length]);
  }
});

test("a managed policy has at most 6,144 characters, and a role at most 10 of them", () => {
  const managed = of("aws_iam_policy");
  expect(managed.length).toBeGreaterThan(2);
  for (const { address, body } of managed) {
    const length = lengthOf(stack, body["policy"]);
    expect([address, length < 6144, length]).toEqual([address, true, length]);
    expect(String(body["description"]).length).toBeLessThanOrEqual(1000);
  }
  expect(of("aws_iam_role_policy_attachment").length).toBeLessThanOrEqual(10);
});

test("a trust policy has at most 2,048 characters", () => {
  for (const { address, body } of of("aws_iam_role")) {
    const length = lengthOf(stack, body["assume_role_policy"]);
    expect([address, length < longestTrust, length]).toEqual([address, true, length]);
  }
});

test("names of roles that are too long for IAM match a pattern of their system, and of no other", () => {
  const longest = names(systems[3] as string);
  const matching = (name: string, patterns: readonly string[]) =>
    patterns.some((pattern) => new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(name));
  for (const part of ["api", "a".repeat(31), `${"a".repeat(31)}-execution`]) {
    const name = longest.of("iam_role", part);
    expect(name.length).toBeLessThanOrEqual(64);
    expect([name, matching(name, longest.patterns("iam_role"))]).toEqual([name, true]);
  }
  const short = new Names({ name: "shop", environment: "prod", accountId, region: "us-east-1" });
  expect(short.patterns("iam_role")).toEqual(["shop-prod-*"]);
  expect(matching("shop-staging-api", short.patterns("iam_role"))).toBe(false);
});
