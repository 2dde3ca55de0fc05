import type { SqlDatabaseInstanceConfig } from "@cdktf/provider-google/lib/sql-database-instance";

/** Backups from which a new instance is made: a copy of an instance at some moment, or one backup. */
export type DatabaseOrigin =
  | {
      /** An instance of the same project and region. */
      readonly instance: string;
      /** UTC, such as `2026-01-31T12:00:00Z`. @default - now */
      readonly time?: string;
    }
  | {
      /** Number of a backup, as `gcloud sql backups list` tells it; also one of another region. */
      readonly backupRunId: number;
      /** The instance that it was made of. */
      readonly backupOf: string;
      /** @default - the stack's project */
      readonly project?: string;
    };

/** The arguments of an instance that is made from a backup. */
export function databaseRestoration(
  origin?: DatabaseOrigin,
): Pick<SqlDatabaseInstanceConfig, "clone" | "restoreBackupContext"> {
  if (!origin) return {};
  if ("instance" in origin) return { clone: { sourceInstanceName: origin.instance, pointInTime: origin.time } };
  return {
    restoreBackupContext: {
      backupRunId: origin.backupRunId,
      instanceId: origin.backupOf,
      project: origin.project,
    },
  };
}
