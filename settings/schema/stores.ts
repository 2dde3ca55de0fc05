import * as z from "zod";
import { count, days } from "./common";
import { backupSchedule } from "./schedule";

/** Sizes that every cloud maps to its own instance types. A platform's block may name an exact type instead. */
export const size = z.enum(["small", "medium", "large", "xlarge"]);

/**
 * The figures are those that all services share; what one of them takes less of is in its own rules. Storage: RDS API reference,
 * "CreateDBInstance", AllocatedStorage (20 to 65536 GiB). Backups: the same, BackupRetentionPeriod (1 to 35 days). Replicas: "CreateDBInstanceReadReplica"
 * (15).
 */
export const database = z
  .strictObject({
    version: z
      .string()
      .regex(/^\d+(\.\d+)?$/, { error: 'a PostgreSQL version such as "16" or "16.8"' })
      .default("16")
      .describe(
        "PostgreSQL version: a major one, or an exact one on AWS. It can be raised after the first deploy, not lowered.",
      ),
    size: size.describe("Size of the database server. small: development; medium: staging; large, xlarge: production."),
    storage_gib: z
      .int()
      .min(20)
      .max(65_536)
      .default(100)
      .describe("Storage of the database, in GiB. It can be raised after the first deploy, not lowered."),
    max_storage_gib: z
      .int()
      .min(20)
      .max(65_536)
      .optional()
      .describe("Size up to which full storage grows automatically, in GiB. Default: it does not grow."),
    name: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,62}$/, { error: "lower-case letters, digits and _, such as app" })
      .default("app")
      .describe("Name of the database within the server. Cannot be changed after the first deploy."),
    high_availability: z
      .boolean()
      .default(true)
      .describe("Whether a standby in a second zone takes over on a failure."),
    backup_days: z
      .int()
      .min(1)
      .max(35)
      .default(30)
      .describe("Days back to which the database can be restored to any moment (document 002: 30)."),
    replicas: count.max(15).default(0).describe("Number of read replicas of the database."),
    protected: z
      .boolean()
      .default(true)
      .describe("Whether the database refuses to be deleted, and leaves a final snapshot where the cloud makes one."),
  })
  .describe("PostgreSQL database of the application. Default: no database.");

/** A group of ElastiCache has a primary and up to five replicas (CloudFormation reference, "AWS::ElastiCache::ReplicationGroup"). */
export const cache = z
  .strictObject({
    version: z
      .string()
      .regex(/^\d+\.\d+$/, { error: 'a Redis version such as "7.1"' })
      .default("7.1")
      .describe("Redis version, major and minor. It can be raised after the first deploy, not lowered."),
    size: size.default("small").describe("Size of each cache node: small, medium, large or xlarge."),
    nodes: z
      .int()
      .min(1)
      .max(6)
      .default(2)
      .describe("Number of cache nodes. With 2 or more, a replica in another zone takes over on a failure."),
    snapshot_days: z
      .int()
      .min(0)
      .max(35)
      .default(7)
      .describe("Days until a daily snapshot is deleted; 0: no snapshots."),
  })
  .describe("Redis cache of the application. Default: no cache.");

export const backup = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe("Whether a vault, apart from the database's own backups, keeps backups of what is stored."),
    schedule: backupSchedule
      .default("cron(0 5 * * ? *)")
      .describe("When a backup starts, as a cron expression in UTC."),
    retention_days: days.default(30).describe("Days until a backup is deleted (document 002: 30)."),
  })
  .describe("Backups of what the application stores.");
