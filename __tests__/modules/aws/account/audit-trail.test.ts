import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { AuditTrail, type AuditTrailProps } from "../../../../modules/aws/account/audit-trail";
import { ObjectStore } from "../../../../modules/aws/stores/object-store";
import { Names } from "../../../../modules/names";
import { synthesized } from "../../../synthesized";

const names = new Names({ name: "multicloud", environment: "prod", accountId: "111111111111", region: "us-east-1" });

const noEvents = { buckets: [], functions: [] };
const required = { names, keyArn: "arn:key", retentionDays: 365, dataEvents: noEvents };

const make = (props: Partial<AuditTrailProps> = {}) =>
  synthesized((scope) => {
    new AuditTrail(scope, "audit-trail", { ...required, ...props });
  });

test("the trail records all regions into validated, encrypted files and a log group", () => {
  const stack = make();
  expect(stack).toHaveResourceWithProperties(Cloudtrail, {
    is_multi_region_trail: true,
    enable_log_file_validation: true,
    enable_logging: true,
    kms_key_id: "arn:key",
  });
  expect(stack).toHaveResourceWithProperties(CloudwatchLogGroup, {
    name: "/multicloud/prod/audit-trail",
    kms_key_id: "arn:key",
    retention_in_days: 365,
  });
});

test("CloudTrail may write to its own log streams only, and assumes its role without a source account, which it never sends", () => {
  const statements = make().statements();
  const [writes] = statements.filter(({ actions }) => actions.includes("logs:PutLogEvents"));
  expect(writes?.resources).toEqual([expect.stringMatching(/:log-stream:111111111111_CloudTrail_us-east-1\*$/)]);
  const [trust] = statements.filter(({ actions }) => actions.includes("sts:AssumeRole"));
  expect(trust).not.toHaveProperty("condition.0");
});

test("uses of named buckets and functions are recorded in addition to management events", () => {
  const dataEvents = {
    buckets: ["arn:aws:s3:::bot-"],
    functions: ["arn:aws:lambda:us-east-1:111111111111:function:bot-"],
  };
  const selectors: { field_selector: unknown[] }[] = make({ dataEvents }).one(Cloudtrail).advanced_event_selector;
  expect(selectors.map(({ field_selector }) => field_selector)).toEqual([
    [{ field: "eventCategory", equals: ["Management"] }],
    [
      { field: "eventCategory", equals: ["Data"] },
      { field: "resources.type", equals: ["AWS::S3::Object"] },
      { field: "resources.ARN", starts_with: dataEvents.buckets },
    ],
    [
      { field: "eventCategory", equals: ["Data"] },
      { field: "resources.type", equals: ["AWS::Lambda::Function"] },
      { field: "resources.ARN", starts_with: dataEvents.functions },
    ],
  ]);
});

test("without named buckets and functions the trail keeps CloudTrail's own default", () => {
  expect(make().one(Cloudtrail)).not.toHaveProperty("advanced_event_selector");
});

test("each delivered file is announced on an encrypted topic, to which only trails of this account publish", () => {
  const stack = make();
  expect(stack).toHaveResourceWithProperties(SnsTopic, {
    name: "multicloud-prod-audit-trail",
    kms_master_key_id: "arn:key",
  });
  expect(stack).toHaveResourceWithProperties(Cloudtrail, { sns_topic_name: expect.stringMatching(/aws_sns_topic\./) });
  const publish = stack.statements().filter(({ actions }) => actions.includes("sns:Publish"));
  expect(publish).toMatchObject([
    {
      principals: [{ type: "Service", identifiers: ["cloudtrail.amazonaws.com"] }],
      condition: [{ variable: "aws:SourceArn", values: ["arn:aws:cloudtrail:us-east-1:111111111111:trail/*"] }],
    },
  ]);
});

test("reads of the records are recorded and the records are copied where a store and a copy are given", () => {
  const stack = synthesized((scope) => {
    const accessLogs = new ObjectStore(scope, "logs", { names, name: "logs", logDelivery: ["s3"] });
    const replication = { bucketArn: "arn:aws:s3:::copy", keyArn: "arn:copy-key" };
    new AuditTrail(scope, "audit-trail", { ...required, accessLogs, replication });
  });
  expect(stack).toHaveResourceWithProperties(S3BucketLoggingA, { target_prefix: "s3/audit-trail/" });
  expect(stack).toHaveResource(S3BucketReplicationConfigurationA);
});
