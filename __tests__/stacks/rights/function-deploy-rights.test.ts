import { Permissions } from "../../policy/permissions";
import { accountOf, examples, resources, type StackJson, synthesizeAll } from "../synthesized";
import { rightsOf } from "./role-rights";

/** What a pipeline may do that releases functions: publish their code and lead their aliases, and nothing more. */

const platforms = ["aws-serverless", "aws-websocket", "aws-codebuild"];
const stacks = examples.stacks.filter(
  ({ platform, environment }) => platforms.includes(platform) && environment !== "local",
);

/** Without a resource: AWS has none for these. */
const everywhere = ["cloudwatch:GetMetricData"];

/** What the release's code asks of Lambda and CloudWatch, what Terraform asks to apply it, and a smoke test of a version. */
const ofFunctions = [
  "lambda:GetAlias",
  "lambda:GetFunction",
  "lambda:GetFunctionCodeSigningConfig",
  "lambda:GetFunctionConfiguration",
  "lambda:InvokeFunction",
  "lambda:ListTags",
  "lambda:ListVersionsByFunction",
  "lambda:PublishVersion",
  "lambda:UpdateAlias",
  "lambda:UpdateFunctionCode",
  "lambda:UpdateFunctionConfiguration",
];

describe.each(stacks)("$id", ({ id, environment }) => {
  let stack: StackJson;
  let role: { address: string; body: Record<string, unknown> };
  let rights: ReturnType<typeof rightsOf>;
  let permissions: Permissions;
  beforeAll(async () => {
    stack = (await synthesizeAll()).get(id) as StackJson;
    role = resources(stack, "aws_iam_role").find(({ address }) => /deploy-role/.test(address)) as typeof role;
    rights = rightsOf(stack, role.address);
    permissions = new Permissions(stack, String(role.body["name"]));
  });

  test("releases every function of the stack, by version and alias", () => {
    expect(Object.keys(rights).filter((action) => action.startsWith("lambda:"))).toEqual(ofFunctions);
    const functions = resources(stack, "aws_lambda_function");
    expect(functions.length).toBeGreaterThan(1);
    for (const { body } of functions) {
      const region = environment === "prod-dr" ? "eu-west-1" : "us-east-1";
      const arn = `arn:aws:lambda:${region}:${accountOf(stack)}:function:${body["function_name"]}`;
      expect([arn, permissions.may("lambda:UpdateFunctionCode", arn)]).toEqual([arn, true]);
      expect([arn, permissions.may("lambda:UpdateAlias", `${arn}:live`)]).toEqual([arn, true]);
      expect([arn, permissions.may("lambda:InvokeFunction", `${arn}:7`)]).toEqual([arn, true]);
    }
    expect(permissions.may("lambda:UpdateFunctionCode", "arn:aws:lambda:us-east-1:111111111111:function:other")).toBe(
      false,
    );
  });

  test("cannot give a function another role, another caller or another alias, nor remove one", () => {
    for (const action of [
      "iam:PassRole",
      "lambda:AddPermission",
      "lambda:CreateAlias",
      "lambda:CreateFunction",
      "lambda:DeleteAlias",
      "lambda:DeleteFunction",
      "lambda:PutFunctionConcurrency",
      "secretsmanager:GetSecretValue",
      "dynamodb:Scan",
      "sts:AssumeRole",
    ]) {
      expect([action, permissions.may(action)]).toEqual([action, false]);
    }
  });

  test("reaches everything of a kind only where AWS knows no resource", () => {
    const all = Object.entries(rights).flatMap(([action, on]) => (on.includes("*") ? [action] : []));
    expect(all.sort()).toEqual(everywhere);
  });

  test("writes its own state and log of releases, and deletes nothing but its lock", () => {
    expect(rights["s3:PutObject"]).toEqual([
      expect.stringMatching(new RegExp(`/${id}$`)),
      expect.stringMatching(new RegExp(`/${id}\\.tflock$`)),
      expect.stringMatching(new RegExp(`/releases/${id}/\\*$`)),
    ]);
    const deletes = Object.entries(rights).filter(([action]) => /:(Delete|Terminate|Stop)/.test(action));
    expect(Object.fromEntries(deletes)).toEqual({
      "dynamodb:DeleteItem": ["dynamodb:table/multicloud-".concat(environment, "-locks")],
      "s3:DeleteObject": [expect.stringMatching(/\.tflock$/)],
    });
  });

  test("is trusted for jobs of the stack's GitHub environment in this project's own workflow", () => {
    const text = JSON.stringify(stack.data?.["aws_iam_policy_document"]);
    expect(text).toContain(`"repo:your-org/your-infrastructure:environment:${id}"`);
    expect(text).toContain('"your-org/your-infrastructure/.github/workflows/release.yml@*"');
  });

  test("its ARN is an output, and it is bound", () => {
    expect(stack.output?.["deploy_role_arn"]).toMatchObject({ value: `\${${role.address}.arn}` });
    expect(role.body["permissions_boundary"]).toMatch(/policy\/multicloud-[a-z-]+-boundary$/);
  });
});
