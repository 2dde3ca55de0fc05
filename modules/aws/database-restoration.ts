import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";

/** Backups from which a new database is made: automated ones, replicated to this region or not, or one snapshot. */
export type DatabaseOrigin =
  | {
      /** Restored to the latest moment they reach, `arn:aws:rds:<region>:<account>:auto-backup:ab-…`. */
      readonly automatedBackupsArn: string;
    }
  | {
      /** Name of a snapshot of this account, or the ARN of one that another account shares. */
      readonly snapshotIdentifier: string;
    };

/**
 * The arguments of an instance that is made from a backup. They are ignored once it is there, and so is its key: RDS keeps the
 * backup's, and a difference in any of them would replace the restored database.
 */
export function databaseRestoration(
  origin?: DatabaseOrigin,
): Pick<DbInstanceConfig, "restoreToPointInTime" | "snapshotIdentifier" | "lifecycle"> {
  const lifecycle = { ignoreChanges: ["restore_to_point_in_time", "snapshot_identifier", "kms_key_id"] };
  if (!origin) return { lifecycle };
  if ("snapshotIdentifier" in origin) return { snapshotIdentifier: origin.snapshotIdentifier, lifecycle };
  return {
    restoreToPointInTime: {
      sourceDbInstanceAutomatedBackupsArn: origin.automatedBackupsArn,
      useLatestRestorableTime: true,
    },
    lifecycle,
  };
}
