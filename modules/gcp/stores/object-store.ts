import { StorageBucket, type StorageBucketLifecycleRule } from "@cdktf/provider-google/lib/storage-bucket";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import { Construct } from "constructs";
import type { Names } from "../../names";

/** What happens to objects as they age, in days since they were written. */
export interface ObjectLifecycle {
  /** Days that an overwritten or deleted version can still be read. @default 90 */
  readonly noncurrentDays?: number;
  /** Days after which an object is deleted. @default - never */
  readonly expireDays?: number;
}

export interface ObjectStoreProps {
  readonly names: Names;
  /** The part of the bucket's name between environment and project id. */
  readonly name: string;
  /** KMS key of the objects (`EncryptionKey` for the service `storage`). @default - keys that Google manages */
  readonly keyId?: string;
  /** Whether Terraform may delete the bucket with the objects in it. @default false */
  readonly destroyable?: boolean;
  /** Bucket that gets a record of each request, some hours later; it needs `logDelivery`. @default - requests are not recorded */
  readonly accessLogs?: ObjectStore;
  /** Cloud Storage may write its access logs into this bucket. @default false */
  readonly logDelivery?: boolean;
  /** When objects and old versions are deleted. @default - old versions after 90 days, objects never */
  readonly lifecycle?: ObjectLifecycle;
}

/** A private Cloud Storage bucket: access by IAM only, versioned; deleted objects can be restored for 7 days. */
export class ObjectStore extends Construct {
  /** With `logDelivery`, what takes it depends on the right of Cloud Storage to write into the bucket. */
  readonly bucketName: string;
  /** `gs://…` */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ObjectStoreProps) {
    super(scope, id);
    const { names, name, keyId, accessLogs } = props;

    const bucket = new StorageBucket(this, "bucket", {
      name: names.of("gcs_bucket", name),
      // The API returns capitals; any other spelling would replace the bucket.
      location: names.region.toUpperCase(),
      storageClass: "STANDARD",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      versioning: { enabled: true },
      softDeletePolicy: { retentionDurationSeconds: 7 * 86_400 },
      lifecycleRule: lifecycleRules(props.lifecycle ?? {}),
      encryption: keyId ? { defaultKmsKeyName: keyId } : undefined,
      logging: accessLogs ? { logBucket: accessLogs.bucketName, logObjectPrefix: name } : undefined,
      forceDestroy: props.destroyable ?? false,
    });
    const delivery = props.logDelivery
      ? new StorageBucketIamMember(this, "log-delivery", {
          bucket: bucket.name,
          role: "roles/storage.objectCreator",
          // The group that delivers logs, the same in every project (Cloud Storage, "Usage logs").
          member: "group:cloud-storage-analytics@google.com",
        })
      : undefined;

    this.bucketName = delivery ? delivery.bucket : bucket.name;
    this.url = bucket.url;
  }
}

function lifecycleRules({ noncurrentDays = 90, expireDays }: ObjectLifecycle): StorageBucketLifecycleRule[] {
  const deleted = { type: "Delete" };
  return [
    { action: deleted, condition: { daysSinceNoncurrentTime: noncurrentDays, withState: "ARCHIVED" } },
    { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
    ...(expireDays !== undefined ? [{ action: deleted, condition: { age: expireDays, withState: "LIVE" } }] : []),
  ];
}
