import { awsServerlessRules } from "../../../../settings/schema/aws-serverless/rules";
import { awsApiRules } from "../../../../settings/schema/aws-shared/api-rules";
import { notificationRules } from "../../../../settings/schema/rules";
import { testRules } from "../rule-table";

const base = `
account_id = "111111111111"
data_class = "synthetic"
protected  = false
aws_serverless = {}
`;

const mistakes = testRules("aws-serverless", base, [...notificationRules, ...awsApiRules, ...awsServerlessRules], {
  "a role for releases has a state to write": [
    [
      'state = { cloud = { organization = "example" } }\naws_serverless = { deploy = { repository = "example/app" } }',
      "aws_serverless.deploy: … state in a bucket…, found state.cloud",
    ],
  ],
  "a name of the API has a zone, and is not the site's": [
    [
      'aws_serverless = { api = { domain = "api.example.com" } }',
      `aws_serverless.api.domain: … domain and zone_id together, found no zone_id`,
    ],
    [
      'aws_serverless = { api = { zone_id = "Z1" } }',
      `aws_serverless.api.zone_id: … domain and zone_id together, found no domain`,
    ],
    [
      'aws_serverless = { api = { certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/1" } }',
      `aws_serverless.api.certificate_arn: … domain together with it, found none`,
    ],
    [
      'aws_serverless = { api = { domain = "example.com", zone_id = "Z1" }, site = { domain = "example.com", zone_id = "Z1" } }',
      `aws_serverless.api.domain: … another name than the site's, found example.com`,
    ],
    [
      'aws_serverless = { api = { domain = "api.example.com", zone_id = "Z1", certificate_arn = "arn:aws:acm:eu-west-1:111111111111:certificate/1" } }',
      `aws_serverless.api.certificate_arn: … a certificate of us-east-1, found eu-west-1`,
    ],
  ],
  "pages to which sign-in returns": [
    [
      'aws_serverless = { users = { callback_urls = ["http://localhost:3000/a", "http://localhost", "https://app.example.com/cb?a=b", "shop://signed-in"] } }',
    ],
    ...[
      "http://app.example.com/cb",
      "https://app.example.com/#cb",
      "http://localhost.example.com/",
      "javascript:alert(1)",
      "/cb",
    ].map((url): [string, string] => [
      `aws_serverless = { users = { callback_urls = ["${url}"] } }`,
      `aws_serverless.users.callback_urls[0]: … https://…, found "${url}"`,
    ]),
  ],
  "a release has steps that the stack can take": [
    [
      'release = { steps = "10:5m,100" }\naws_serverless = { functions = { test_execution = { provisioned_concurrency = 1 } } }',
      "release.steps: functions with provisioned_concurrency take no percentages, expected 100 alone, found 10",
    ],
  ],
  "flags that the store does not take": [
    [
      `feature_flags = { text = "${"a".repeat(4096)}" }`,
      "feature_flags: too long, … 4096 bytes as JSON (Parameter Store), found 4107",
    ],
  ],
  "no real data is in a log": [
    [
      'data_class = "real"\naws_serverless = { api = { data_trace = true } }',
      "aws_serverless.api.data_trace: … false where data_class is real, found true",
    ],
  ],
  "a batch that a model analyses fits into the function's time": [
    [
      'aws_serverless = { analysis = { model = "amazon.nova-lite-v1:0", batch_size = 11 } }',
      "aws_serverless.analysis.batch_size: … at most 10 with a model, or a longer functions.ai_analysis.timeout_seconds, found 11",
    ],
  ],
  "a function keeps no more instances than may run, and a table grows": [
    [
      "aws_serverless = { functions = { ai_analysis = { reserved_concurrency = 1, provisioned_concurrency = 2 } } }",
      `aws_serverless.functions.ai_analysis.provisioned_concurrency: … at most reserved_concurrency…, found 2`,
    ],
    [
      "aws_serverless = { api = { throttle = { rate_per_second = 50 } }, tables = { capacity = { min = 200 } } }",
      `aws_serverless.tables.capacity.min: … at most max…, found 200`,
    ],
    [
      "aws_serverless = { api = { throttle = { rate_per_second = 51 } }, tables = { capacity = {} } }",
      "aws_serverless.tables.capacity.max: DynamoDB would refuse …, expected at least 102, for 51 requests per second …, found 100",
    ],
  ],
  "mails come from an identity that may send them": [
    [
      'aws_serverless = { users = { email = { identity_arn = "arn:aws:ses:ap-south-1:111111111111:identity/example.com", from = "no-reply@example.com" } } }',
      "aws_serverless.users.email.identity_arn: … an identity of us-east-1, us-west-2, eu-west-1 (Cognito), found ap-south-1",
    ],
    [
      'aws_serverless = { users = { email = { identity_arn = "arn:aws:ses:us-east-1:111111111111:identity/example.com", from = "no-reply@notexample.com" } } }',
      "aws_serverless.users.email.from: … an address of the identity example.com, found no-reply@notexample.com",
    ],
    [
      'aws_serverless = { users = { email = { identity_arn = "arn:aws:sns:us-east-1:111111111111:mails", from = "no-reply@example.com" } } }',
      "aws_serverless.users.email.identity_arn: … the ARN of an identity of Amazon SES…",
    ],
  ],
  "a model is answered where it can be called from": [
    [
      'region = "eu-west-1"\naws_serverless = { analysis = { model = "us.amazon.nova-lite-v1:0" } }',
      "aws_serverless.analysis.model: Bedrock does not know …, expected a model of eu-west-1, …, found us.amazon.nova-lite-v1:0",
    ],
  ],
  "critical alerts of protected environments have a recipient": [
    ["protected = true", `notifications.critical: … at least one address where \`protected\` is true, found none`],
  ],
});

test("an address of the identity, of its domain, or below it is right", () => {
  for (const [identity, from] of [
    ["no-reply@example.com", "no-reply@example.com"],
    ["example.com", "no-reply@example.com"],
    ["example.com", "no-reply@mail.example.com"],
  ]) {
    const email = `{ identity_arn = "arn:aws:ses:eu-west-1:111111111111:identity/${identity}", from = "${from}" }`;
    expect(mistakes(`aws_serverless = { users = { email = ${email} } }`)).toEqual([]);
  }
});
