import { TerraformStack, Testing } from "cdktf";
import { ServiceRole } from "../../modules/aws/access/service-role";
import { ServerlessFunction } from "../../modules/aws/functions/function";
import { bucketLink, secretLink, tableLink } from "../../modules/aws/functions/function-links";
import { Secret } from "../../modules/aws/functions/secret";
import { ObjectStore } from "../../modules/aws/stores/object-store";
import { Table } from "../../modules/aws/stores/table";
import { useAwsProvider } from "../../stacks/aws-shared/provider";
import { names } from "../modules/aws/fixtures";
import type { StackJson } from "../stacks/synthesized";
import { arnOf } from "./arns";
import { Permissions } from "./permissions";

const keyArn = "arn:aws:kms:us-east-1:111111111111:key/k";

function synth(): StackJson {
  const stack = new TerraformStack(Testing.app(), "test");
  useAwsProvider(
    stack,
    {
      region: names.region,
      account_id: names.accountId,
      environment: names.environment,
      data_class: "real",
      tags: {},
      aws_provider: { max_retries: 3, use_path_style: false },
    } as Parameters<typeof useAwsProvider>[1],
    { system: names.name },
  );
  const table = new Table(stack, "cases", { names, name: "cases", keyArn });
  new Table(stack, "others", { names, name: "others", keyArn });
  const bucket = new ObjectStore(stack, "data", { names, name: "data", keyArn });
  const secret = new Secret(stack, "token", { names, path: names.path("token"), description: "Token", keyArn });
  const code = { folder: "__tests__/modules/aws/functions/function-fixture", handler: "greet.handler" };
  const props = { names, description: "Greets", code, keyArn, logDays: 30 };
  const link = [
    tableLink("TABLE", table, ["GetItem", "QueryIndex"]),
    bucketLink("DATA", bucket, ["PutObject"]),
    secretLink("TOKEN", secret),
  ];
  new ServerlessFunction(stack, "greet", { ...props, name: "greet", link });
  new ServerlessFunction(stack, "other", { ...props, name: "other" });
  const interfaces = { actions: ["ec2:CreateNetworkInterface"], resources: ["*"] };
  const source = names.arn("lambda", "function:test-execution-prod-other");
  const conditions = [{ test: "ArnEquals", variable: "lambda:SourceFunctionArn", values: [source] }];
  new ServiceRole(stack, "denied", {
    names,
    name: "denied",
    service: "lambda.amazonaws.com",
    statements: [interfaces, { ...interfaces, effect: "Deny", conditions }],
  });
  new ServiceRole(stack, "managed", {
    names,
    name: "managed",
    service: "ecs-tasks.amazonaws.com",
    managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
  });
  return JSON.parse(Testing.synth(stack));
}

describe("Permissions", () => {
  const stack = synth();
  const greet = new Permissions(stack, "test-execution-prod-greet");
  const table = arnOf(stack, "aws_dynamodb_table", "test-execution-prod-cases");
  const bucket = arnOf(stack, "aws_s3_bucket", "test-execution-prod-data-111111111111");

  const log = (name: string) => arnOf(stack, "aws_cloudwatch_log_group", `/aws/lambda/test-execution-prod-${name}`);

  test("the ARN of a resource is computed from its name", () => {
    expect(table).toBe("arn:aws:dynamodb:us-east-1:111111111111:table/test-execution-prod-cases");
    expect(bucket).toBe("arn:aws:s3:::test-execution-prod-data-111111111111");
    expect(arnOf(stack, "aws_lambda_function", "test-execution-prod-greet")).toBe(
      "arn:aws:lambda:us-east-1:111111111111:function:test-execution-prod-greet",
    );
    expect(() => arnOf(stack, "aws_sqs_queue", "nowhere")).toThrow('aws_sqs_queue "nowhere": there is none');
  });

  test.each([
    ["dynamodb:Query", `${table}/index/GSI1`],
    ["DynamoDB:getitem", table], // Actions know no case.
    ["s3:PutObject", `${bucket}/runs/1.json`],
    ["secretsmanager:GetSecretValue", arnOf(stack, "aws_secretsmanager_secret", "/test-execution/prod/token")],
    ["logs:PutLogEvents", `${log("greet")}:log-stream:1`],
    ["xray:PutTraceSegments", "*"],
  ])("it may %s on %s", (action, resource) => expect(greet.may(action, resource)).toBe(true));

  test.each([
    ["dynamodb:PutItem", table],
    ["dynamodb:Scan", table],
    ["dynamodb:GetItem", arnOf(stack, "aws_dynamodb_table", "test-execution-prod-others")],
    ["s3:GetObject", `${bucket}/runs/1.json`],
    ["s3:PutObject", "arn:aws:s3:::another-bucket/runs/1.json"],
    [
      "secretsmanager:GetSecretValue",
      "arn:aws:secretsmanager:us-east-1:111111111111:secret:/test-execution/dev/token-abcdef",
    ],
    ["logs:PutLogEvents", `${log("other")}:log-stream:1`],
    ["iam:PassRole", "*"],
  ])("it may not %s on %s", (action, resource) => expect(greet.may(action, resource)).toBe(false));

  test("without a resource the answer is whether the action is allowed on any resource", () => {
    expect(greet.may("dynamodb:Query")).toBe(true);
    expect(greet.may("dynamodb:PutItem")).toBe(false);
  });

  test("a condition that allows counts unless the request contradicts it", () => {
    const through = (service: string) => ({ "kms:ViaService": `${service}.us-east-1.amazonaws.com` });
    expect(greet.may("kms:Decrypt", keyArn)).toBe(true);
    expect(greet.may("kms:Decrypt", keyArn, through("dynamodb"))).toBe(true);
    expect(greet.may("kms:Decrypt", keyArn, through("ssm"))).toBe(false);
  });

  test("a denial wins, but only where its condition is known to hold", () => {
    const denied = new Permissions(stack, "test-execution-prod-denied");
    const from = arnOf(stack, "aws_lambda_function", "test-execution-prod-other");
    expect(denied.may("ec2:CreateNetworkInterface", "*")).toBe(true);
    expect(denied.may("ec2:CreateNetworkInterface", "*", { "lambda:SourceFunctionArn": from })).toBe(false);
  });

  test("a role with policies that are not in the stack is an error", () => {
    expect(() => new Permissions(stack, "test-execution-prod-managed")).toThrow("found a managed one");
    expect(() => new Permissions(stack, "test-execution-prod-absent")).toThrow("there is none");
  });
});
