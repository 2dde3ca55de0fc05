import { arnOf } from "../../policy/arns";
import { Permissions } from "../../policy/permissions";
import { build } from "../aws-shared/build";
import { resources, type StackJson } from "../synthesized";

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON of any resource.
type Body = any;

const bodies = (stack: StackJson, type: string): Body[] => resources(stack, type).map(({ body }) => body);
const named = (stack: StackJson, type: string, name: string, key = "name"): Body =>
  bodies(stack, type).find((body) => body[key] === name);

describe("production of the AI Test Automation Platform is as document 000 says", () => {
  const system = "ai-test-automation-prod";
  let stack: StackJson;
  beforeAll(async () => {
    stack = await build("aws-serverless-prod");
  });

  test.each([
    ["test-execution", 1024, 300, "handlers.test_execution.lambda_handler"],
    ["ai-analysis", 2048, 180, "handlers.ai_analysis.lambda_handler"],
  ])("the function %s has %i MB and %i s", (name, memory_size, timeout, handler) => {
    expect(named(stack, "aws_lambda_function", `${system}-${name}`, "function_name")).toMatchObject({
      memory_size,
      timeout,
      handler,
      runtime: "python3.11",
      tracing_config: { mode: "Active" },
    });
  });

  test("the function knows the group of the team, and the site's pages may read what a link to a log leads to", () => {
    const { variables } = named(stack, "aws_lambda_function", `${system}-test-execution`, "function_name").environment;
    expect(bodies(stack, "aws_cognito_user_group").map(({ name }) => name)).toEqual([variables.TEAM_GROUP]);
    expect(bodies(stack, "aws_s3_bucket_cors_configuration").map((body) => body.cors_rule)).toEqual([
      [
        expect.objectContaining({
          allowed_methods: ["GET", "HEAD"],
          allowed_origins: ["https://ai-test-automation.example.com"],
        }),
      ],
    ]);
    const bucket = "https://ai-test-automation-prod-test-data-444444444444.s3.us-east-1.amazonaws.com";
    expect(JSON.stringify(bodies(stack, "aws_cloudfront_response_headers_policy"))).toContain(bucket);
  });

  test("both tables have PK and SK, are billed on demand, restored to any second, and kept", () => {
    for (const name of ["test-cases", "test-executions"]) {
      expect(named(stack, "aws_dynamodb_table", `${system}-${name}`)).toMatchObject({
        hash_key: "PK",
        range_key: "SK",
        billing_mode: "PAY_PER_REQUEST",
        point_in_time_recovery: { enabled: true },
        deletion_protection_enabled: true,
      });
    }
    const [index] = named(stack, "aws_dynamodb_table", `${system}-test-cases`).global_secondary_index;
    expect(index).toMatchObject({ name: "GSI1", hash_key: "GSI1PK", range_key: "GSI1SK" });
    expect(named(stack, "aws_dynamodb_table", `${system}-test-executions`).stream_view_type).toBe("NEW_AND_OLD_IMAGES");
  });

  test("test data is kept, its old versions for 90 days", () => {
    const bucket = named(stack, "aws_s3_bucket", `${system}-test-data-444444444444`, "bucket");
    expect(bucket.force_destroy).toBe(false);
    const lifecycle = resources(stack, "aws_s3_bucket_lifecycle_configuration").find(({ address }) =>
      address.includes("test-data"),
    ) as Body;
    expect(lifecycle.body.rule[0].noncurrent_version_expiration).toEqual([{ noncurrent_days: 90 }]);
  });

  test("alarms: 10 errors in each of 2 periods, 30 s on average in each of 3, of 5 minutes", () => {
    for (const name of ["test-execution", "ai-analysis"]) {
      const alarm = (part: string) =>
        named(stack, "aws_cloudwatch_metric_alarm", `${system}-${name}-${part}`, "alarm_name");
      expect(alarm("errors")).toMatchObject({ threshold: 10, evaluation_periods: 2 });
      expect(alarm("duration")).toMatchObject({ threshold: 30_000, evaluation_periods: 3 });
      for (const part of ["errors", "duration"]) expect(alarm(part).metric_query[0].metric.period).toBe(300);
    }
  });

  test("the dashboard has calls, duration and errors of each function, the API and the tables", () => {
    const text = JSON.stringify(stack.resource.aws_cloudwatch_dashboard);
    for (const metric of ["Invocations", "Duration", "Errors", "5XXError", "ConsumedReadCapacityUnits"]) {
      expect(text).toContain(metric);
    }
  });

  test("the secret, the nightly backup of both tables, and the site as the page of sign-in and the origin of CORS", () => {
    expect(named(stack, "aws_secretsmanager_secret", "ai-test-automation/prod/api-keys")).toBeDefined();
    expect(bodies(stack, "aws_backup_selection")[0].resources).toHaveLength(2);
    expect(bodies(stack, "aws_cognito_user_pool_client")[0].callback_urls).toEqual([
      "https://ai-test-automation.example.com",
    ]);
    expect(bodies(stack, "aws_api_gateway_integration_response")[0].response_parameters).toMatchObject({
      "method.response.header.Access-Control-Allow-Origin": "'https://ai-test-automation.example.com'",
    });
  });

  test("an analysis is not analyzed: what has one is filtered out", () => {
    const [mapping] = bodies(stack, "aws_lambda_event_source_mapping");
    expect(JSON.parse(mapping.filter_criteria.filter[0].pattern)).toEqual({
      eventName: ["INSERT", "MODIFY"],
      dynamodb: { NewImage: { status: { S: ["passed", "failed"] }, analyzed_at: { S: [{ exists: false }] } } },
    });
  });

  describe("what its functions may", () => {
    const cases = () => arnOf(stack, "aws_dynamodb_table", `${system}-test-cases`);
    const executions = () => arnOf(stack, "aws_dynamodb_table", `${system}-test-executions`);
    const testData = () => arnOf(stack, "aws_s3_bucket", `${system}-test-data-444444444444`);
    const site = () => arnOf(stack, "aws_s3_bucket", `${system}-site-444444444444`);
    const apiKeys = () => arnOf(stack, "aws_secretsmanager_secret", "ai-test-automation/prod/api-keys");

    test("Test Execution reads cases, reads and writes executions and test data, and nothing else", () => {
      const role = new Permissions(stack, `${system}-test-execution`);
      expect(role.may("dynamodb:GetItem", cases())).toBe(true);
      expect(role.may("dynamodb:Query", `${executions()}/index/GSI1`)).toBe(true);
      expect(role.may("dynamodb:UpdateItem", executions())).toBe(true);
      expect(role.may("s3:PutObject", `${testData()}/logs/1.txt`)).toBe(true);

      for (const [action, resource] of [
        ["dynamodb:PutItem", cases()],
        ["dynamodb:UpdateItem", cases()],
        ["dynamodb:DeleteItem", cases()],
        ["dynamodb:Scan", executions()],
        ["dynamodb:DeleteTable", executions()],
        ["dynamodb:GetRecords", `${executions()}/stream/1`],
        ["s3:DeleteObjectVersion", `${testData()}/logs/1.txt`],
        ["s3:PutBucketPolicy", testData()],
        ["s3:PutObject", `${site()}/public/index.html`],
        ["secretsmanager:GetSecretValue", apiKeys()],
        ["bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/any"],
        ["cognito-idp:AdminCreateUser", "*"],
        ["lambda:InvokeFunction", "*"],
        ["iam:PassRole", "*"],
      ] as const) {
        expect([action, resource, role.may(action, resource)]).toEqual([action, resource, false]);
      }
    });

    test("AI Analysis reads and writes executions, and nothing else", () => {
      const role = new Permissions(stack, `${system}-ai-analysis`);
      expect(role.may("dynamodb:UpdateItem", executions())).toBe(true);
      expect(role.may("dynamodb:Query", executions())).toBe(true);

      for (const [action, resource] of [
        ["dynamodb:GetItem", cases()],
        ["dynamodb:PutItem", cases()],
        ["dynamodb:Scan", executions()],
        ["s3:GetObject", `${testData()}/users.csv`],
        ["s3:PutObject", `${testData()}/users.csv`],
        ["secretsmanager:GetSecretValue", apiKeys()],
        ["bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/any"],
        ["lambda:InvokeFunction", "*"],
      ] as const) {
        expect([action, resource, role.may(action, resource)]).toEqual([action, resource, false]);
      }
    });
  });
});

describe("what settings decide", () => {
  test("a model of Bedrock may be invoked where one is named: that one", async () => {
    const model = "amazon.nova-lite-v1:0";
    const stack = await build("aws-serverless-dev", `aws_serverless = { analysis = { model = "${model}" } }`);
    const role = new Permissions(stack, "ai-test-automation-dev-ai-analysis");
    const arn = (id: string) => `arn:aws:bedrock:us-east-1::foundation-model/${id}`;
    expect(role.may("bedrock:InvokeModel", arn(model))).toBe(true);
    expect(role.may("bedrock:InvokeModel", arn("amazon.nova-pro-v1:0"))).toBe(false);
    expect(JSON.stringify(stack.resource.aws_lambda_function)).toContain(`"BEDROCK_MODEL_ID":"${model}"`);
  });

  test("development can be destroyed, and has no backups, no firewall before the site, and logs more", async () => {
    const stack = await build("aws-serverless-dev");
    for (const table of bodies(stack, "aws_dynamodb_table")) expect(table.deletion_protection_enabled).toBe(false);
    expect(bodies(stack, "aws_cognito_user_pool")[0].deletion_protection).toBe("INACTIVE");
    expect(bodies(stack, "aws_backup_plan")).toEqual([]);
    expect(bodies(stack, "aws_wafv2_web_acl")).toHaveLength(1);
    expect(bodies(stack, "aws_api_gateway_method_settings")[0].settings.data_trace_enabled).toBe(true);
    expect(bodies(stack, "aws_lambda_function")[0].logging_config.application_log_level).toBe("DEBUG");
  });

  test("without names of their own, API and site are reached by AWS's", async () => {
    const stack = await build("aws-serverless-dev");
    expect(String(stack.output?.["api_url"]?.["value"])).toContain(".invoke_url}");
    expect(String(stack.output?.["site_url"]?.["value"])).toContain("aws_cloudfront_distribution");
  });

  test("publishing changes nothing for callers: a release moves clients by weight, and the stream whole", async () => {
    const stack = await build("aws-serverless-dev");
    expect(Object.keys(stack.resource["terraform_data"] ?? {}).sort()).toEqual([
      "ai_analysis_live_version",
      "test_execution_live_version",
      "test_execution_next_percent",
    ]);
    for (const alias of bodies(stack, "aws_lambda_alias")) {
      expect(String(alias.function_version)).toMatch(/coalesce\(terraform_data\.\w+_live_version\.input, /);
    }
  });

  test("provisioned tables follow their use between 5 and 100 units at 70 % (document 000)", async () => {
    const stack = await build(
      "aws-serverless-dev",
      "aws_serverless = { api = { throttle = { rate_per_second = 50 } }, tables = { capacity = {} } }",
    );
    expect(bodies(stack, "aws_appautoscaling_target")[0]).toMatchObject({ min_capacity: 5, max_capacity: 100 });
    expect(JSON.stringify(stack.resource.aws_appautoscaling_policy)).toContain('"target_value":70');
  });

  test("a region of its own: the certificate of the API is the region's", async () => {
    const stack = await build("aws-serverless-prod-dr");
    const [name] = bodies(stack, "aws_api_gateway_domain_name");
    expect(name.regional_certificate_arn).toContain("api-domain_certificate_issued");
    const certificate = resources(stack, "aws_acm_certificate").find(({ address }) => address.includes("api-domain"));
    expect(certificate?.body["provider"]).toBeUndefined();
  });
});
