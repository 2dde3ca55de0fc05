import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import type { RdsClusterConfig } from "@cdktf/provider-aws/lib/rds-cluster";

/** The backup that a new database is made from: automated backups, also those replicated to this region, or a snapshot. */
export type DatabaseOrigin =
  | {
      /** `arn:aws:rds:<region>:<account>:auto-backup:ab-…`; restored to the latest moment that they reach. */
      readonly automatedBackupsArn: string;
    }
  | {
      /** Name of a snapshot of this account, or the ARN of one that another account shares. */
      readonly snapshotIdentifier: string;
    };

/** The backup that a new Aurora cluster is made from: a snapshot, or the continuous backup of a cluster. */
export type ClusterOrigin =
  | {
      /** Name of a cluster snapshot of this account, or the ARN of one that another account shares. */
      readonly snapshotIdentifier: string;
    }
  | {
      /** Identifier of an existing cluster, or resource id (`cluster-` and capitals) of a deleted one whose backups were kept. */
      readonly cluster: string;
      /** UTC, such as `2026-01-31T12:00:00Z`. @default - the latest moment that the backup reaches */
      readonly time?: string;
    };

// Terraform ignores these once the database exists, because a difference in any of them would replace it. A restored
// database keeps the key and the name of its backup, so these are among them.
const lifecycle = { ignoreChanges: ["restore_to_point_in_time", "snapshot_identifier", "kms_key_id"] };
const instanceLifecycle = { ignoreChanges: [...lifecycle.ignoreChanges, "db_name"] };

/**
 * The arguments of an instance that is made empty, with a database of that name, or from a backup. A backup has its database, and RDS
 * refuses a name for it ("DBName must be null when Restoring for this Engine", hashicorp/terraform-provider-aws#473).
 */
export function databaseRestoration(
  dbName: string,
  origin?: DatabaseOrigin,
): Pick<DbInstanceConfig, "dbName" | "restoreToPointInTime" | "snapshotIdentifier" | "lifecycle"> {
  if (!origin) return { dbName, lifecycle: instanceLifecycle };
  if ("snapshotIdentifier" in origin) {
    return { snapshotIdentifier: origin.snapshotIdentifier, lifecycle: instanceLifecycle };
  }
  return {
    restoreToPointInTime: {
      sourceDbInstanceAutomatedBackupsArn: origin.automatedBackupsArn,
      useLatestRestorableTime: true,
    },
    lifecycle: instanceLifecycle,
  };
}

/** The arguments of an Aurora cluster that is made from a backup. */
export function clusterRestoration(
  origin?: ClusterOrigin,
): Pick<RdsClusterConfig, "restoreToPointInTime" | "snapshotIdentifier" | "lifecycle"> {
  if (!origin) return { lifecycle };
  if ("snapshotIdentifier" in origin) return { snapshotIdentifier: origin.snapshotIdentifier, lifecycle };
  const { cluster, time } = origin;
  return {
    restoreToPointInTime: {
      // RDS writes identifiers in lower case, so capitals mean a resource id.
      ...(/^cluster-[A-Z0-9]+$/.test(cluster)
        ? { sourceClusterResourceId: cluster }
        : { sourceClusterIdentifier: cluster }),
      ...(time ? { restoreToTime: time } : { useLatestRestorableTime: true }),
      restoreType: "full-copy",
    },
    lifecycle,
  };
}
