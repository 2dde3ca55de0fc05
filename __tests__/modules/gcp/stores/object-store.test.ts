import "cdktf/lib/testing/adapters/jest";
import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import { ObjectStore, type ObjectStoreProps } from "../../../../modules/gcp/stores/object-store";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const make = (props: Partial<ObjectStoreProps> = {}) =>
  synthesized((scope) => {
    new ObjectStore(scope, "store", { names, name: "artifacts", ...props });
  });

test("a bucket is private, has access by IAM only and versions, and deleted objects can be restored", () => {
  expect(make()).toHaveResourceWithProperties(StorageBucket, {
    name: "test-execution-prod-artifacts-example-prod",
    location: "US-CENTRAL1",
    uniform_bucket_level_access: true,
    public_access_prevention: "enforced",
    versioning: { enabled: true },
    soft_delete_policy: { retention_duration_seconds: 604_800 },
    force_destroy: false,
  });
});

test("old versions are deleted after 90 days and unfinished uploads after 7; objects stay", () => {
  expect(make().one(StorageBucket).lifecycle_rule).toEqual([
    { action: { type: "Delete" }, condition: { days_since_noncurrent_time: 90, with_state: "ARCHIVED" } },
    { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
  ]);
});

test("objects expire where the lifecycle has an age for them", () => {
  const bucket = make({ lifecycle: { expireDays: 365 } }).one(StorageBucket);
  expect(bucket.lifecycle_rule).toContainEqual({
    action: { type: "Delete" },
    condition: { age: 365, with_state: "LIVE" },
  });
});

test("a bucket with access logs depends on the right of Cloud Storage to write them", () => {
  const made = synthesized((scope) => {
    const accessLogs = new ObjectStore(scope, "logs", { names, name: "logs", logDelivery: true });
    new ObjectStore(scope, "store", { names, name: "artifacts", accessLogs });
  });
  expect(made).toHaveResourceWithProperties(StorageBucketIamMember, {
    role: "roles/storage.objectCreator",
    member: "group:cloud-storage-analytics@google.com",
  });
  expect(made.all(StorageBucket)).toContainEqual(
    expect.objectContaining({
      logging: {
        log_bucket: expect.stringMatching(/google_storage_bucket_iam_member\..*\.bucket/),
        log_object_prefix: "artifacts",
      },
    }),
  );
});

test("a bucket that receives no logs grants no right to write into it", () => {
  expect(make()).not.toHaveResource(StorageBucketIamMember);
});

test("a destroyable bucket is deleted with its objects, and a KMS key can encrypt them", () => {
  expect(make({ destroyable: true, keyId: "key" })).toHaveResourceWithProperties(StorageBucket, {
    force_destroy: true,
    encryption: { default_kms_key_name: "key" },
  });
});
