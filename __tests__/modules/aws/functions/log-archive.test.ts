import { CloudwatchLogSubscriptionFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter";
import { KinesisFirehoseDeliveryStream } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import { LogArchive } from "../../../../modules/aws/functions/log-archive";
import type { ObjectStore } from "../../../../modules/aws/stores/object-store";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const made = synthesized((scope) => {
  new LogArchive(scope, "archive", {
    names,
    keyArn: "arn:key",
    store: { bucketName: "logs", bucketArn: "arn:aws:s3:::logs" } as ObjectStore,
    logGroupNames: { poller: "/aws/lambda/poller", "build-worker": "/aws/codebuild/worker" },
  });
});

test("every line of each log group goes into the bucket, encrypted on its way and there", () => {
  for (const log_group_name of ["/aws/lambda/poller", "/aws/codebuild/worker"]) {
    expect(made).toHaveResourceWithProperties(CloudwatchLogSubscriptionFilter, {
      log_group_name,
      filter_pattern: "",
    });
  }
  expect(made).toHaveResourceWithProperties(KinesisFirehoseDeliveryStream, {
    destination: "extended_s3",
    server_side_encryption: { enabled: true, key_type: "CUSTOMER_MANAGED_CMK", key_arn: "arn:key" },
    extended_s3_configuration: expect.objectContaining({
      bucket_arn: "arn:aws:s3:::logs",
      kms_key_arn: "arn:key",
      prefix: "logs/!{timestamp:yyyy/MM/dd}/",
    }),
  });
});

test("who writes reaches its folder alone and deletes nothing; who sends may only send", () => {
  const statements = made.statements();
  const actions = statements.flatMap((statement) => statement.actions);
  expect(actions.filter((action) => /Delete|\*/.test(action))).toEqual([]);
  const [objects] = statements.filter((statement) => statement.actions.includes("s3:PutObject"));
  expect(objects?.resources).toEqual(["arn:aws:s3:::logs/logs/*"]);
});
