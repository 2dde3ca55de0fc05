import { awsApiRules } from "../../../../settings/schema/aws-shared/api-rules";
import { awsSiteRules } from "../../../../settings/schema/aws-shared/site-rules";
import { awsWebsocketRules } from "../../../../settings/schema/aws-websocket/rules";
import { notificationRules } from "../../../../settings/schema/rules";
import { testRules } from "../rule-table";

const base = 'account_id = "111111111111"\ndata_class = "synthetic"\nprotected = false\n';
const block = (text: string) => `aws_websocket = { ${text} }`;
const people = 'notifications = { critical = ["on-call@example.com"] }';

const mistakes = testRules(
  "aws-websocket",
  base,
  [...notificationRules, ...awsSiteRules, ...awsApiRules, ...awsWebsocketRules],
  {
    "a role for releases has a state to write": [
      [
        'state = { cloud = { organization = "example" } }\naws_websocket = { deploy = { repository = "example/app" } }',
        "aws_websocket.deploy: … state in a bucket…, found state.cloud",
      ],
    ],
    "a release has nothing that the stack cannot do": [
      [
        'release = { checks = { database = "/health/database" } }',
        "release.checks.database: a WebSocket API answers no path, expected no such key, found /health/database",
      ],
    ],
    "a name without its zone": [
      [
        block('site = { domain = "bot.example.com" }'),
        `aws_websocket.site.domain: … zone_id, or certificate_arn where the zone is not in Route53, found neither`,
      ],
      [block('site = { zone_id = "Z1" }'), `aws_websocket.site.zone_id: … domain together with it, found none`],
      [
        block('api = { domain = "socket.example.com" }'),
        `aws_websocket.api.domain: … domain and zone_id together, found no zone_id`,
      ],
      [block('api = { zone_id = "Z1" }'), `aws_websocket.api.zone_id: … domain and zone_id together, found no domain`],
      [
        block('api = { certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/1" }'),
        `aws_websocket.api.certificate_arn: … domain together with it, found none`,
      ],
    ],
    "one name for two": [
      [
        block(
          'site = { domain = "bot.example.com", zone_id = "Z1" }, api = { domain = "bot.example.com", zone_id = "Z1" }',
        ),
        `aws_websocket.api.domain: … another name than the site's, found bot.example.com`,
      ],
    ],
    "a certificate from elsewhere": [
      [
        block(
          'api = { domain = "socket.example.com", zone_id = "Z1", certificate_arn = "arn:aws:acm:eu-west-1:111111111111:certificate/1" }',
        ),
        `aws_websocket.api.certificate_arn: … a certificate of us-east-1, found eu-west-1`,
      ],
    ],
    "what production does not allow (document 001)": [
      [
        `protected = true\n${people}\n${block('api = { allowed_origins = ["*"] }')}`,
        "aws_websocket.api.allowed_origins: … origins by name where `protected` is true, found *",
      ],
      [
        `data_class = "real"\n${block("api = { data_trace = true }")}`,
        "aws_websocket.api.data_trace: … false where data_class is real, found true",
      ],
      ["protected = true", `notifications.critical: … at least one address where \`protected\` is true, found none`],
    ],
    "flags that the store does not take": [
      [
        `feature_flags = { text = "${"a".repeat(4096)}" }`,
        "feature_flags: too long, … 4096 bytes as JSON (Parameter Store), found 4107",
      ],
    ],
    "a model that does not answer in the region": [
      [
        block('chat = { model = "eu.amazon.nova-lite-v1:0" }'),
        "aws_websocket.chat.model: Bedrock does not know …, expected a model of us-east-1, …, found eu.amazon.nova-lite-v1:0",
      ],
      [block('chat = { model = "nova" }'), "aws_websocket.chat.model: … the id of a model of Bedrock …"],
    ],
    "sizes that do not go together": [
      [
        block("functions = { chat = { reserved_concurrency = 1, provisioned_concurrency = 2 } }"),
        `aws_websocket.functions.chat.provisioned_concurrency: … at most reserved_concurrency…, found 2`,
      ],
      [
        block("functions = { chat = { timeout_seconds = 60 } }"),
        "aws_websocket.functions.chat.timeout_seconds: … at most 29, found 60",
      ],
      [
        block("api = { throttle = { rate_per_second = 1 } }, tables = { capacity = { min = 10, max = 5 } }"),
        `aws_websocket.tables.capacity.min: … at most max…, found 10`,
      ],
      [
        block("tables = { capacity = { min = 5, max = 2499 } }"),
        "aws_websocket.tables.capacity.max: DynamoDB would refuse …, expected at least 2500, for 500 requests per second …, found 2499",
      ],
    ],
  },
);

test("a model of the region, a profile of its geography and a global one are right", () => {
  for (const model of [
    "amazon.nova-lite-v1:0",
    "us.amazon.nova-lite-v1:0",
    "global.anthropic.claude-haiku-4-5-20251001-v1:0",
  ]) {
    expect(mistakes(block(`chat = { model = "${model}" }`))).toEqual([]);
  }
});

test("tables that can grow to what the API lets through are right", () => {
  expect(mistakes(block("tables = { capacity = { max = 2500 } }"))).toEqual([]);
  expect(mistakes(block("api = { throttle = { rate_per_second = 20 } }, tables = { capacity = {} }"))).toEqual([]);
});
