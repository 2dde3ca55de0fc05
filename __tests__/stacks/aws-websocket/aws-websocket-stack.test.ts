import { arnOf } from "../../policy/arns";
import { Permissions } from "../../policy/permissions";
import { resources, type StackJson, synthesizeAll } from "../synthesized";

/** What each of the bot's functions may do, and above all what not; and how development differs from production (document 001). */

let stacks: Map<string, StackJson>;
beforeAll(async () => {
  stacks = await synthesizeAll();
});
const stack = (environment: string) => stacks.get(`aws-websocket-${environment}`) as StackJson;
const bodies = (environment: string, type: string) => resources(stack(environment), type).map(({ body }) => body);

const prefix = "agentic-service-bot-prod";
const account = "us-east-1:444444444444";
const table = (name: string) => `arn:aws:dynamodb:${account}:table/${prefix}-${name}`;

describe("what a function may", () => {
  const things = {
    readKey: [
      "secretsmanager:GetSecretValue",
      `arn:aws:secretsmanager:${account}:secret:/agentic-service-bot/prod/api-key-abcdef`,
    ],
    readConnection: ["dynamodb:GetItem", table("connections")],
    addConnection: ["dynamodb:PutItem", table("connections")],
    removeConnection: ["dynamodb:DeleteItem", table("connections")],
    readConversation: ["dynamodb:Query", table("conversations")],
    writeConversation: ["dynamodb:PutItem", table("conversations")],
    readCounts: ["dynamodb:GetItem", table("conversations")],
    count: ["dynamodb:UpdateItem", table("conversations")],
    publish: ["sns:Publish", `arn:aws:sns:${account}:${prefix}-warning`],
    page: ["sns:Publish", `arn:aws:sns:${account}:${prefix}-critical`],
    askModel: ["bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"],
  } as const;
  type Thing = keyof typeof things | "send";

  test.each<[name: string, may: Thing[]]>([
    ["authorizer", ["readKey"]],
    ["connect", ["addConnection"]],
    ["disconnect", ["removeConnection"]],
    ["chat", ["readConnection", "removeConnection", "readConversation", "writeConversation", "count", "send"]],
    ["summary", ["readCounts", "publish"]],
  ])("%s: this, and nothing else", (name, may) => {
    const json = stack("prod");
    const permissions = new Permissions(json, `${prefix}-${name}`);
    const secret = arnOf(json, "aws_secretsmanager_secret", "/agentic-service-bot/prod/api-key");
    const connection = sent(json, "POST");
    const allowed = [
      ...Object.entries(things)
        .filter(([key, [action, resource]]) => permissions.may(action, key === "readKey" ? secret : resource))
        .map(([key]) => key),
      ...(permissions.may("execute-api:ManageConnections", connection) ? ["send"] : []),
    ];
    expect(allowed.sort()).toEqual([...may].sort());
  });

  test.each(["authorizer", "connect", "disconnect", "chat", "summary"])(
    "%s: neither destructive actions, nor what another environment owns",
    (name) => {
      const json = stack("prod");
      const permissions = new Permissions(json, `${prefix}-${name}`);
      for (const [action, resource] of [
        ["dynamodb:Scan", table("conversations")],
        ["dynamodb:DeleteTable", table("connections")],
        ["dynamodb:GetItem", `arn:aws:dynamodb:${account}:table/agentic-service-bot-staging-connections`],
        [
          "secretsmanager:PutSecretValue",
          arnOf(json, "aws_secretsmanager_secret", "/agentic-service-bot/prod/api-key"),
        ],
        [
          "secretsmanager:GetSecretValue",
          `arn:aws:secretsmanager:${account}:secret:/agentic-service-bot/dev/api-key-abcdef`,
        ],
        ["execute-api:ManageConnections", `arn:aws:execute-api:${account}:another0id/prod/POST/@connections/1`],
        ["execute-api:Invoke", sent(json, "POST")],
        ["execute-api:ManageConnections", sent(json, "DELETE")],
        ["s3:GetObject", `arn:aws:s3:::${prefix}-site-444444444444/public/config.json`],
        ["s3:PutObject", `arn:aws:s3:::${prefix}-site-444444444444/public/config.json`],
        ["lambda:InvokeFunction", `arn:aws:lambda:${account}:function:${prefix}-chat:live`],
        ["iam:PassRole", "*"],
        ["sts:AssumeRole", "*"],
        ["logs:PutLogEvents", `arn:aws:logs:${account}:log-group:/aws/apigateway/${prefix}-api:log-stream:1`],
      ] as const) {
        expect([action, resource, permissions.may(action, resource)]).toEqual([action, resource, false]);
      }
    },
  );
});

describe("development and production differ as document 001 says, by values alone", () => {
  test("tables are destroyed or kept; both can be restored to any second", () => {
    for (const [environment, kept] of [
      ["dev", false],
      ["prod", true],
    ] as const) {
      const tables = bodies(environment, "aws_dynamodb_table");
      expect(tables).toHaveLength(2);
      for (const body of tables) {
        expect(body).toMatchObject({ deletion_protection_enabled: kept, point_in_time_recovery: { enabled: true } });
      }
    }
  });

  test("pages from anywhere, or of the site alone", () => {
    const origins = (environment: string) =>
      bodies(environment, "aws_lambda_function")
        .map(({ environment }) => (environment as { variables: Record<string, string> }).variables.ALLOWED_ORIGINS)
        .filter(Boolean);
    expect(origins("dev")).toEqual(["*"]);
    expect(origins("prod")).toEqual(["https://agentic-service-bot.jake-moses.com"]);
    const policies = bodies("prod", "aws_cloudfront_response_headers_policy");
    expect(JSON.stringify(policies)).toContain("connect-src 'self' wss://socket.agentic-service-bot.jake-moses.com");
  });

  test("log level, lives, capacity", () => {
    const seen = (environment: string) => {
      const functions = bodies(environment, "aws_lambda_function") as unknown as {
        environment: { variables: Record<string, string> };
        logging_config: { application_log_level: string };
      }[];
      const variables = Object.assign({}, ...functions.map(({ environment }) => environment.variables));
      const [stage] = bodies(environment, "aws_apigatewayv2_stage") as unknown as {
        default_route_settings: { throttling_rate_limit: number };
      }[];
      return {
        levels: [...new Set(functions.map(({ logging_config }) => logging_config.application_log_level))],
        connection: variables.CONNECTION_TTL_SECONDS,
        conversation: variables.CONVERSATION_TTL_SECONDS,
        rate: stage?.default_route_settings.throttling_rate_limit,
        billing: [...new Set(bodies(environment, "aws_dynamodb_table").map(({ billing_mode }) => billing_mode))],
      };
    };
    expect(seen("dev")).toEqual({
      levels: ["DEBUG"],
      connection: "1800",
      conversation: "86400",
      rate: 20,
      billing: ["PAY_PER_REQUEST"],
    });
    expect(seen("prod")).toEqual({
      levels: ["INFO"],
      connection: "7200",
      conversation: "7776000",
      rate: 500,
      billing: ["PAY_PER_REQUEST"],
    });
  });

  test("addresses are those of the document", () => {
    const url = (environment: string, output: string) => stack(environment).output?.[output]?.value;
    expect(url("dev", "site_url")).toBe("https://agentic-service-bot.dev.jake-moses.com");
    expect(url("prod", "site_url")).toBe("https://agentic-service-bot.jake-moses.com");
    expect(url("prod", "websocket_url")).toBe("wss://socket.agentic-service-bot.jake-moses.com");
  });
});

test("the site's pages find the API of their environment in a file of the site, and no secret", () => {
  const [file] = bodies("prod", "aws_s3_object");
  expect(file).toMatchObject({ key: "public/config.json", content_type: "application/json" });
  expect(String(file?.content)).toContain("wss://socket.agentic-service-bot.jake-moses.com");
  expect(String(file?.content)).not.toContain("secret");
});

test("document 001's alarms are there: errors of functions, 4xx, 5xx, throttled tables", () => {
  const names = bodies("prod", "aws_cloudwatch_metric_alarm").map(({ alarm_name }) =>
    String(alarm_name).slice(prefix.length + 1),
  );
  expect(names).toEqual(
    expect.arrayContaining([
      "chat-error-rate",
      "authorizer-error-rate",
      "api-client-errors",
      "api-server-errors",
      "connections-throttles",
      "conversations-throttles",
    ]),
  );
});

test.each(["prod", "prod-dr"])(
  "the account's trail records every use of the functions and buckets of %s (document 001)",
  (environment) => {
    const [trail] = resources(stacks.get("account-prod") as StackJson, "aws_cloudtrail");
    const selectors = trail?.body.advanced_event_selector as {
      field_selector: { field: string; equals?: string[]; starts_with?: string[] }[];
    }[];
    const recorded = (type: string) =>
      selectors
        .map(({ field_selector: fields }) => fields)
        .filter((fields) => fields.some(({ field, equals }) => field === "resources.type" && equals?.includes(type)))
        .flatMap((fields) => fields.find(({ field }) => field === "resources.ARN")?.starts_with ?? []);
    const region = environment === "prod" ? "us-east-1" : "eu-west-1";
    const arns = {
      "AWS::Lambda::Function": bodies(environment, "aws_lambda_function").map(
        ({ function_name }) => `arn:aws:lambda:${region}:444444444444:function:${function_name}`,
      ),
      "AWS::S3::Object": bodies(environment, "aws_s3_bucket").map(({ bucket }) => `arn:aws:s3:::${bucket}/key`),
    };
    for (const [type, used] of Object.entries(arns)) {
      expect(used.length).toBeGreaterThan(1);
      for (const arn of used) {
        expect([arn, recorded(type).some((beginning) => arn.startsWith(beginning))]).toEqual([arn, true]);
      }
    }
  },
);

/** A connection of the stack's own stage, as a policy names it. */
function sent(json: StackJson, method: string): string {
  const [api] = resources(json, "aws_apigatewayv2_api");
  return `\${${api?.address}.execution_arn}/prod/${method}/@connections/abc=`;
}
