import { StorageBucket, type StorageBucketLifecycleRule } from "@cdktf/provider-google/lib/storage-bucket";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import { Construct } from "constructs";
import type { Names } from "../../names";

/** What becomes of objects as they age, in days since they were written. */
export interface ObjectLifecycle {
  /** Days an overwritten or deleted version can still be read. @default 90 */
  readonly noncurrentDays?: number;
  /** Days after which an object is deleted. @default - never */
  readonly expireDays?: number;
  /** Days after which an object moves to class Archive: read as fast, at a price. @default - never */
  readonly archiveDays?: number;
}

export interface ObjectStoreProps {
  readonly names: Names;
  /** The part of the bucket's name between environment and project id. */
  readonly name: string;
  /** KMS key of the objects (`EncryptionKey` for the service `storage`). @default - keys that Google manages */
  readonly keyId?: string;
  /** Region, dual-region (`NAM4`) or multi-region (`US`), which hold a copy elsewhere. @default - the stack's region */
  readonly location?: string;
  /** Whether the bucket may be destroyed while it holds objects. @default false */
  readonly destroyable?: boolean;
  /** Where each request to this bucket is recorded, some hours later; that store needs `logDelivery`. @default - nowhere */
  readonly accessLogs?: ObjectStore;
  /** Cloud Storage may write its access logs into this bucket. @default false */
  readonly logDelivery?: boolean;
  /** When objects move to cheaper storage and when they end. @default - old versions end after 90 days, nothing else */
  readonly lifecycle?: ObjectLifecycle;
  /** Days in which a deleted object, or the bucket, can be restored: 0, or 7 to 90 (Cloud Storage limits). @default 7 */
  readonly softDeleteDays?: number;
}

/** A private Cloud Storage bucket: access by IAM alone and never to the public, versioned, deleted objects restorable. */
export class ObjectStore extends Construct {
  /** Known to its user only once logs may be written into it, where they are. */
  readonly bucketName: string;
  /** `gs://…` */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ObjectStoreProps) {
    super(scope, id);
    const { names, name, keyId, accessLogs, softDeleteDays = 7 } = props;

    const bucket = new StorageBucket(this, "bucket", {
      name: names.of("gcs_bucket", name),
      // The API answers in capitals; any other spelling would replace the bucket.
      location: (props.location ?? names.region).toUpperCase(),
      storageClass: "STANDARD",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      versioning: { enabled: true },
      softDeletePolicy: { retentionDurationSeconds: softDeleteDays * 86_400 },
      lifecycleRule: lifecycleRules(props.lifecycle ?? {}),
      encryption: keyId ? { defaultKmsKeyName: keyId } : undefined,
      logging: accessLogs ? { logBucket: accessLogs.bucketName, logObjectPrefix: name } : undefined,
      forceDestroy: props.destroyable ?? false,
    });
    const delivery = props.logDelivery
      ? new StorageBucketIamMember(this, "log-delivery", {
          bucket: bucket.name,
          role: "roles/storage.objectCreator",
          // The group under which Cloud Storage delivers, the same for everybody (Cloud Storage, "Usage logs").
          member: "group:cloud-storage-analytics@google.com",
        })
      : undefined;

    this.bucketName = delivery ? delivery.bucket : bucket.name;
    this.url = bucket.url;
  }
}

function lifecycleRules({
  noncurrentDays = 90,
  expireDays,
  archiveDays,
}: ObjectLifecycle): StorageBucketLifecycleRule[] {
  const deleted = { type: "Delete" };
  return [
    { action: deleted, condition: { daysSinceNoncurrentTime: noncurrentDays, withState: "ARCHIVED" } },
    { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
    ...(expireDays !== undefined ? [{ action: deleted, condition: { age: expireDays, withState: "LIVE" } }] : []),
    ...(archiveDays !== undefined
      ? [{ action: { type: "SetStorageClass", storageClass: "ARCHIVE" }, condition: { age: archiveDays } }]
      : []),
  ];
}
