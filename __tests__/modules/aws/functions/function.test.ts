import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaProvisionedConcurrencyConfig } from "@cdktf/provider-aws/lib/lambda-provisioned-concurrency-config";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Testing } from "cdktf";
import { ServerlessFunction, type ServerlessFunctionProps } from "../../../../modules/aws/functions/function";
import { functionArchive } from "../../../../modules/aws/functions/function-archive";
import { names } from "../fixtures";

const keyArn = "arn:aws:kms:us-east-1:111111111111:key/k";
const code = { folder: "__tests__/modules/aws/functions/function-fixture", handler: "greet.handler" };

const synth = (props: Partial<ServerlessFunctionProps> = {}) =>
  Testing.synthScope((scope) => {
    new ServerlessFunction(scope, "greet", { names, name: "greet", description: "Greets", code, keyArn, ...props });
  });

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has any shape.
const parse = (text: string): any => JSON.parse(text);
const only = (text: string, type: string) => Object.values(parse(text).resource[type])[0] as Record<string, unknown>;

describe("ServerlessFunction", () => {
  const plain = synth();

  test("it runs the archive of its source, traced, with an encrypted environment and a dead-letter queue", () => {
    expect(plain).toHaveResourceWithProperties(LambdaFunction, {
      function_name: "test-execution-prod-greet",
      runtime: "python3.11",
      handler: "greet.handler",
      source_code_hash: functionArchive(code).sourceCodeHash,
      publish: true,
      memory_size: 256,
      timeout: 30,
      kms_key_arn: keyArn,
      tracing_config: { mode: "Active" },
      dead_letter_config: { target_arn: expect.stringMatching(/^\$\{aws_sqs_queue\.greet_dead-letters_.*\.arn\}$/) },
    });
    expect(plain).toHaveResourceWithProperties(SqsQueue, {
      name: "test-execution-prod-greet-dead-letters",
      kms_master_key_id: keyArn,
    });
  });

  test("the archive lies in the stack's folder, where a remote run finds it", () => {
    expect(only(plain, "aws_lambda_function").filename).toMatch(/^assets\/[^/]+\/[0-9a-f]{32}\/function\.zip$/);
  });

  test("its log is JSON in an encrypted group that is kept 30 days", () => {
    expect(plain).toHaveResourceWithProperties(CloudwatchLogGroup, {
      name: "/aws/lambda/test-execution-prod-greet",
      kms_key_id: keyArn,
      retention_in_days: 30,
    });
    expect(only(plain, "aws_lambda_function").logging_config).toMatchObject({
      log_format: "JSON",
      application_log_level: "INFO",
      system_log_level: "INFO",
    });
  });

  test("callers use the alias, whose events are tried again twice within an hour", () => {
    expect(plain).toHaveResourceWithProperties(LambdaAlias, { name: "live" });
    expect(plain).toHaveResourceWithProperties(LambdaFunctionEventInvokeConfig, {
      qualifier: expect.stringContaining("aws_lambda_alias"),
      maximum_retry_attempts: 2,
      maximum_event_age_in_seconds: 3600,
    });
    expect(only(plain, "aws_lambda_alias")).not.toHaveProperty("dynamic");
  });

  test("a previous version gets its share only while there are both", () => {
    const { dynamic } = only(synth({ previousVersion: { version: "3", percent: 90 } }), "aws_lambda_alias") as {
      dynamic: { routing_config: { for_each: string; content: unknown } };
    };
    expect(dynamic.routing_config).toEqual({
      for_each:
        '${((90 * min(1, length("3"))) >= 1) ? [{"version" = "3", "weight" = ((90 * min(1, length("3"))) / 100)}] : []}',
      content: { additional_version_weights: "${{ (routing_config.value.version) = routing_config.value.weight }}" },
    });
  });

  test("links give variables and rights together; a variable of its own wins", () => {
    const linked = synth({
      environment: { MODE: "own" },
      link: [
        {
          environment: { MODE: "linked", TABLE: "t" },
          statements: [{ actions: ["dynamodb:GetItem"], resources: ["arn:table"] }],
        },
      ],
    });
    expect(only(linked, "aws_lambda_function").environment).toEqual({ variables: { MODE: "own", TABLE: "t" } });
    expect(linked).toContain('"dynamodb:GetItem"');
  });

  test("concurrency is reserved and provisioned only where it is asked for", () => {
    expect(only(plain, "aws_lambda_function")).not.toHaveProperty("reserved_concurrent_executions");
    expect(plain).not.toHaveResource(LambdaProvisionedConcurrencyConfig);
    const busy = synth({ reservedConcurrency: 5, provisionedConcurrency: 2 });
    expect(busy).toHaveResourceWithProperties(LambdaFunction, { reserved_concurrent_executions: 5 });
    expect(busy).toHaveResourceWithProperties(LambdaProvisionedConcurrencyConfig, {
      provisioned_concurrent_executions: 2,
      qualifier: expect.stringContaining("aws_lambda_alias"),
    });
  });

  test("in a network only HTTPS leads out, and only Lambda itself may make interfaces", () => {
    expect(plain).not.toContain("ec2:");
    const inside = synth({ network: { vpcId: "vpc-1", subnetIds: ["subnet-3", "subnet-4"] } });
    expect(inside).toHaveResourceWithProperties(VpcSecurityGroupEgressRule, { from_port: 443, to_port: 443 });
    expect(only(inside, "aws_lambda_function").vpc_config).toMatchObject({ subnet_ids: ["subnet-3", "subnet-4"] });
    const [document] = Object.entries<{ statement: { effect: string; condition: unknown[] }[] }>(
      parse(inside).data.aws_iam_policy_document,
    ).flatMap(([id, body]) => (id.includes("permissions") ? [body] : []));
    expect(document?.statement.filter(({ effect }) => effect === "Deny")).toEqual([
      expect.objectContaining({
        condition: [
          {
            test: "ArnEquals",
            variable: "lambda:SourceFunctionArn",
            values: ["arn:aws:lambda:us-east-1:111111111111:function:test-execution-prod-greet"],
          },
        ],
      }),
    ]);
  });

  test("Insights is a layer before the others, and a log group that it may write", () => {
    const insights = "arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension-Arm64:20";
    const watched = synth({ insightsLayerArn: insights, layers: ["arn:layer"] });
    expect(watched).toHaveResourceWithProperties(LambdaFunction, { layers: [insights, "arn:layer"] });
    expect(watched).toContain("/aws/lambda-insights");
    expect(plain).not.toContain("/aws/lambda-insights");
  });
});
