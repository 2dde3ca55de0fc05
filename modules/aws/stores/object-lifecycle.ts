import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";

/** When objects move to cheaper storage and when they are deleted, in days since they were written. */
export interface ObjectLifecycle {
  /** Days that an overwritten or deleted version can be read. @default 90 */
  readonly noncurrentDays?: number;
  /**
   * Days after which an object is deleted. Its last version can still be read for `noncurrentDays` more: to keep data exactly this
   * long, set both. @default - never
   */
  readonly expireDays?: number;
  /** Days after which an object moves to Glacier, where reading it takes hours. @default - never */
  readonly glacierDays?: number;
  /** Whether S3 chooses the cheapest tier of each object by how often it is read. @default false */
  readonly intelligentTiering?: boolean;
}

/** The lifecycle rules of a bucket. They also end unfinished uploads after 7 days. */
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
  // A separate rule, because S3 does not take an age and the removal of delete markers in one.
  const age = {
    ...rule("age"),
    ...(transition.length > 0 && { transition }),
    ...(expireDays !== undefined && { expiration: [{ days: expireDays }] }),
  };
  return transition.length > 0 || expireDays !== undefined ? [cleanup, age] : [cleanup];
}
