import "cdktf/lib/testing/adapters/jest";
import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import { Testing } from "cdktf";
import { ObjectStore, type ObjectStoreProps } from "../../../../modules/gcp/stores/object-store";
import { names, resourcesOf } from "../fixtures";

function synth(props: Partial<ObjectStoreProps> = {}): string {
  return Testing.synthScope((scope) => {
    new ObjectStore(scope, "store", { names, name: "artifacts", ...props });
  });
}

test("a bucket is private by IAM alone, versioned, and what is deleted can be restored", () => {
  expect(synth()).toHaveResourceWithProperties(StorageBucket, {
    name: "test-execution-prod-artifacts-example-prod",
    location: "US-CENTRAL1",
    uniform_bucket_level_access: true,
    public_access_prevention: "enforced",
    versioning: { enabled: true },
    soft_delete_policy: { retention_duration_seconds: 604_800 },
    force_destroy: false,
  });
});

test("old versions end after 90 days and unfinished uploads after 7; objects stay", () => {
  expect(resourcesOf(synth(), StorageBucket)[0].lifecycle_rule).toEqual([
    { action: { type: "Delete" }, condition: { days_since_noncurrent_time: 90, with_state: "ARCHIVED" } },
    { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
  ]);
});

test("objects are archived and end when the lifecycle says so", () => {
  const [bucket] = resourcesOf(synth({ lifecycle: { archiveDays: 30, expireDays: 365 } }), StorageBucket);
  expect(bucket.lifecycle_rule).toEqual(
    expect.arrayContaining([
      { action: { type: "Delete" }, condition: { age: 365, with_state: "LIVE" } },
      { action: { type: "SetStorageClass", storage_class: "ARCHIVE" }, condition: { age: 30 } },
    ]),
  );
});

test("access logs wait for a bucket into which Cloud Storage may write them", () => {
  const synthesized = Testing.synthScope((scope) => {
    const accessLogs = new ObjectStore(scope, "logs", { names, name: "logs", logDelivery: true });
    new ObjectStore(scope, "store", { names, name: "artifacts", accessLogs });
  });
  expect(synthesized).toHaveResourceWithProperties(StorageBucketIamMember, {
    role: "roles/storage.objectCreator",
    member: "group:cloud-storage-analytics@google.com",
  });
  expect(resourcesOf(synthesized, StorageBucket)).toContainEqual(
    expect.objectContaining({
      logging: {
        log_bucket: expect.stringMatching(/google_storage_bucket_iam_member\..*\.bucket/),
        log_object_prefix: "artifacts",
      },
    }),
  );
});

test("nobody may write into a bucket that receives no logs", () => {
  expect(synth()).not.toHaveResource(StorageBucketIamMember);
});

test("a store may go with what is in it, be in two regions, and have a key of its own", () => {
  expect(synth({ destroyable: true, location: "nam4", keyId: "key", softDeleteDays: 0 })).toHaveResourceWithProperties(
    StorageBucket,
    {
      force_destroy: true,
      location: "NAM4",
      encryption: { default_kms_key_name: "key" },
      soft_delete_policy: { retention_duration_seconds: 0 },
    },
  );
});
