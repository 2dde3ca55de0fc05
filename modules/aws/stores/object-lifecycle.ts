import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";

/** What becomes of objects as they age, in days since they were written. */
export interface ObjectLifecycle {
  /** Days an overwritten or deleted version can still be read. @default 90 */
  readonly noncurrentDays?: number;
  /** Days after which an object is deleted. @default - never */
  readonly expireDays?: number;
  /** Days after which an object moves to Glacier, where reading it takes hours. @default - never */
  readonly glacierDays?: number;
  /** S3 finds the cheapest tier for each object by how it is read. @default false */
  readonly intelligentTiering?: boolean;
}

/** The rules of a bucket; unfinished uploads end after 7 days. */
export function lifecycleRules(lifecycle: ObjectLifecycle): S3BucketLifecycleConfigurationRule[] {
  const { noncurrentDays = 90, expireDays, glacierDays, intelligentTiering } = lifecycle;
  const rule = (id: string) => ({ id, status: "Enabled", filter: [{ prefix: "" }] });

  const cleanup = {
    ...rule("old-versions"),
    noncurrentVersionExpiration: [{ noncurrentDays }],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
    expiration: [{ expiredObjectDeleteMarker: true }],
  };
  const transition = [
    ...(intelligentTiering ? [{ days: 0, storageClass: "INTELLIGENT_TIERING" }] : []),
    ...(glacierDays !== undefined ? [{ days: glacierDays, storageClass: "GLACIER" }] : []),
  ];
  // A rule of its own: S3 takes no age beside the removal of delete markers.
  const age = {
    ...rule("age"),
    ...(transition.length > 0 && { transition }),
    ...(expireDays !== undefined && { expiration: [{ days: expireDays }] }),
  };
  return transition.length > 0 || expireDays !== undefined ? [cleanup, age] : [cleanup];
}
