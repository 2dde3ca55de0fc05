import type { StorageManagementPolicyRule } from "@cdktf/provider-azurerm/lib/storage-management-policy";

/** What becomes of objects as they age, in days since they were written. */
export interface ObjectLifecycle {
  /** Days an overwritten or deleted version can still be read. @default 90 */
  readonly noncurrentDays?: number;
  /** Days after which an object is deleted. @default - never */
  readonly expireDays?: number;
  /** Days after which an object moves to the cold tier: cheaper to keep, dearer to read, still read at once. @default - never */
  readonly coldDays?: number;
}

/** The rules of a storage account; Azure itself ends unfinished uploads after 7 days. */
export function lifecycleRules(lifecycle: ObjectLifecycle): StorageManagementPolicyRule[] {
  const { noncurrentDays = 90, expireDays, coldDays } = lifecycle;
  const rule = { enabled: true, filters: { blobTypes: ["blockBlob"] } };

  const oldVersions = {
    ...rule,
    name: "old-versions",
    actions: {
      version: { deleteAfterDaysSinceCreation: noncurrentDays },
      snapshot: { deleteAfterDaysSinceCreationGreaterThan: noncurrentDays },
    },
  };
  const age = {
    ...rule,
    name: "age",
    actions: {
      baseBlob: {
        tierToColdAfterDaysSinceModificationGreaterThan: coldDays,
        deleteAfterDaysSinceModificationGreaterThan: expireDays,
      },
    },
  };
  return coldDays !== undefined || expireDays !== undefined ? [oldVersions, age] : [oldVersions];
}
