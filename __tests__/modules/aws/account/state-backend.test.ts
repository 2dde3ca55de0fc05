import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { StateBackend, type StateBackendProps } from "../../../../modules/aws/account/state-backend";
import { Names } from "../../../../modules/names";
import { synthesized } from "../../../synthesized";

const names = new Names({ name: "multicloud", environment: "prod", accountId: "111111111111", region: "us-east-1" });

const make = (props: Partial<StateBackendProps> = {}) =>
  synthesized((scope) => {
    new StateBackend(scope, "state", { names, noncurrentDays: 90, ...props });
  });

test("states live in an encrypted bucket whose requests are recorded, locks in a protected table", () => {
  const stack = make();
  expect(stack).toHaveResourceWithProperties(KmsKey, { enable_key_rotation: true });
  expect(stack).toHaveResourceWithProperties(S3Bucket, {
    bucket: "multicloud-prod-state-111111111111",
    force_destroy: false,
  });
  expect(stack).toHaveResource(S3BucketLoggingA);
  expect(stack).toHaveResourceWithProperties(DynamodbTable, {
    name: "multicloud-prod-locks",
    hash_key: "LockID",
    billing_mode: "PAY_PER_REQUEST",
    point_in_time_recovery: { enabled: true },
    deletion_protection_enabled: true,
  });
});

test("an unprotected environment is destroyed together with its states", () => {
  const stack = make({ deletionProtection: false });
  expect(stack).toHaveResourceWithProperties(S3Bucket, {
    bucket: "multicloud-prod-state-111111111111",
    force_destroy: true,
  });
  expect(stack).toHaveResourceWithProperties(DynamodbTable, { deletion_protection_enabled: false });
});

test("states and the record of who read them are copied where a copy is given", () => {
  const stack = make({ replication: { bucketArn: "arn:aws:s3:::copy", keyArn: "arn:copy-key" } });
  const copied = Object.keys(stack.byName(S3BucketReplicationConfigurationA));
  expect(copied.map((name) => name.replace(/_replication_.*/, "")).sort()).toEqual([
    "state_access-logs",
    "state_bucket",
  ]);
});
