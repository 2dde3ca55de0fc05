import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaProvisionedConcurrencyConfig } from "@cdktf/provider-aws/lib/lambda-provisioned-concurrency-config";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { ServerlessFunction, type ServerlessFunctionProps } from "../../../../modules/aws/functions/function";
import { functionArchive } from "../../../../modules/aws/functions/function-archive";
import { type Synthesized, synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const keyArn = "arn:aws:kms:us-east-1:111111111111:key/k";
const code = { folder: "__tests__/modules/aws/functions/function-fixture", handler: "greet.handler" };

const required = { names, name: "greet", description: "Greets", code, keyArn, logDays: 30 };

const make = (props: Partial<ServerlessFunctionProps> = {}) =>
  synthesized((scope) => {
    new ServerlessFunction(scope, "greet", { ...required, ...props });
  });

describe("ServerlessFunction", () => {
  const plain = make();

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
    expect(plain.one(LambdaFunction).filename).toMatch(/^assets\/[^/]+\/[0-9a-f]{32}\/function\.zip$/);
  });

  test("its log is JSON in an encrypted group that is kept 30 days", () => {
    expect(plain).toHaveResourceWithProperties(CloudwatchLogGroup, {
      name: "/aws/lambda/test-execution-prod-greet",
      kms_key_id: keyArn,
      retention_in_days: 30,
    });
    expect(plain.one(LambdaFunction).logging_config).toMatchObject({
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
    expect(plain.one(LambdaAlias)).not.toHaveProperty("dynamic");
  });

  test("callers stay with the live version until it is released, and the newest one gets its share only while there are both", () => {
    const { dynamic, function_version } = make({ released: { liveVersion: "3", nextPercent: 10 } }).one(LambdaAlias);
    const newest = "aws_lambda_function.greet_function_9D499A83.version";
    expect(function_version).toBe(`\${coalesce("3", ${newest})}`);
    expect(dynamic.routing_config).toEqual({
      for_each: `\${((10 * min(1, length("3"))) >= 1) ? [{"version" = ${newest}, "weight" = ((10 * min(1, length("3"))) / 100)}] : []}`,
      content: { additional_version_weights: "${{ (routing_config.value.version) = routing_config.value.weight }}" },
    });
  });

  test("a function whose callers meet one version only switches whole", () => {
    const alias = make({ released: { liveVersion: "3", wholeBecause: "stream" } }).one(LambdaAlias);
    expect(alias).not.toHaveProperty("dynamic");
    expect(alias.function_version).toContain("coalesce");
  });

  test("links give variables and rights together; a variable of the function itself wins", () => {
    const linked = make({
      environment: { MODE: "own" },
      link: [
        {
          environment: { MODE: "linked", TABLE: "t" },
          statements: [{ actions: ["dynamodb:GetItem"], resources: ["arn:table"] }],
        },
      ],
    });
    expect(linked.one(LambdaFunction).environment).toEqual({ variables: { MODE: "own", TABLE: "t" } });
    expect(linked.statements("greet_role_permissions")).toContainEqual({
      actions: ["dynamodb:GetItem"],
      resources: ["arn:table"],
    });
  });

  test("concurrency is reserved and provisioned only where a number is given", () => {
    expect(plain.one(LambdaFunction)).not.toHaveProperty("reserved_concurrent_executions");
    expect(plain).not.toHaveResource(LambdaProvisionedConcurrencyConfig);
    const busy = make({ reservedConcurrency: 5, provisionedConcurrency: 2 });
    expect(busy).toHaveResourceWithProperties(LambdaFunction, { reserved_concurrent_executions: 5 });
    expect(busy).toHaveResourceWithProperties(LambdaProvisionedConcurrencyConfig, {
      provisioned_concurrent_executions: 2,
      qualifier: expect.stringContaining("aws_lambda_alias"),
    });
  });

  test("Insights is a layer, and a log group that the function may write", () => {
    const insights = "arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension-Arm64:20";
    const watched = make({ insightsLayerArn: insights });
    const groups = (made: Synthesized) =>
      made
        .statements()
        .flatMap(({ resources = [] }) => resources)
        .filter((arn) => arn.includes("/aws/lambda-insights"));
    expect(watched.one(LambdaFunction).layers).toEqual([insights]);
    expect(groups(watched)).toHaveLength(1);
    expect(groups(plain)).toEqual([]);
  });
});
