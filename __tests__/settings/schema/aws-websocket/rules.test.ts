import { awsApiRules } from "../../../../settings/schema/aws-shared/api-rules";
import { awsSiteRules } from "../../../../settings/schema/aws-shared/site-rules";
import { awsWebsocketRules } from "../../../../settings/schema/aws-websocket/rules";
import { notificationRules } from "../../../../settings/schema/rules";
import { testRules, unfit } from "../rule-table";

const base = 'account_id = "111111111111"\ndata_class = "synthetic"\nprotected = false\n';
const block = (text: string) => `aws_websocket = { ${text} }`;
const people = 'notifications = { critical = ["on-call@example.com"] }';

testRules("aws-websocket", base, [...notificationRules, ...awsSiteRules, ...awsApiRules, ...awsWebsocketRules], {
  "a name without its zone": [
    [
      block('site = { domain = "bot.example.com" }'),
      `aws_websocket.site.domain: ${unfit} zone_id, or certificate_arn where the zone is not in Route53, found neither`,
    ],
    [block('site = { zone_id = "Z1" }'), `aws_websocket.site.zone_id: ${unfit} domain beside it, found none`],
    [
      block('api = { domain = "socket.example.com" }'),
      `aws_websocket.api.domain: ${unfit} domain and zone_id together, found no zone_id`,
    ],
    [
      block('api = { zone_id = "Z1" }'),
      `aws_websocket.api.zone_id: ${unfit} domain and zone_id together, found no domain`,
    ],
    [
      block('api = { certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/1" }'),
      `aws_websocket.api.certificate_arn: ${unfit} domain beside it, found none`,
    ],
  ],
  "one name for two": [
    [
      block(
        'site = { domain = "bot.example.com", zone_id = "Z1" }, api = { domain = "bot.example.com", zone_id = "Z1" }',
      ),
      `aws_websocket.api.domain: ${unfit} another name than the site's, found bot.example.com`,
    ],
  ],
  "a certificate from elsewhere": [
    [
      block(
        'api = { domain = "socket.example.com", zone_id = "Z1", certificate_arn = "arn:aws:acm:eu-west-1:111111111111:certificate/1" }',
      ),
      `aws_websocket.api.certificate_arn: ${unfit} a certificate of us-east-1, found eu-west-1`,
    ],
  ],
  "what production does not allow (document 001)": [
    [
      `protected = true\n${people}\n${block('api = { allowed_origins = ["*"] }')}`,
      "aws_websocket.api.allowed_origins: any page could connect with a key that it got hold of, expected origins by name where `protected` is true, found *",
    ],
    [
      `data_class = "real"\n${block("api = { data_trace = true }")}`,
      "aws_websocket.api.data_trace: the log would hold real data and the key, expected false where data_class is real, found true",
    ],
    [
      "protected = true",
      `notifications.critical: ${unfit} at least one address where \`protected\` is true, found none`,
    ],
  ],
  "sizes that do not go together": [
    [
      block("functions = { chat = { reserved_concurrency = 1, provisioned_concurrency = 2 } }"),
      `aws_websocket.functions.chat.provisioned_concurrency: ${unfit} at most reserved_concurrency (1), found 2`,
    ],
    [
      block("functions = { chat = { timeout_seconds = 60 } }"),
      "aws_websocket.functions.chat.timeout_seconds: API Gateway does not wait that long, and would tell the client of a failure, expected at most 29, found 60",
    ],
    [
      block("tables = { capacity = { min = 10, max = 5 } }"),
      `aws_websocket.tables.capacity.min: ${unfit} at most max (5), found 10`,
    ],
  ],
});
