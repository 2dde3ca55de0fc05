import * as z from "zod";
import { backupTime, percent } from "../common";
import { arn, region } from "../formats";
import { applicationBlocks } from "../shared";

/** Settings that AWS adds to the shared database, for RDS and Aurora alike. */
const managedDatabase = applicationBlocks.database.extend({
  instance_class: z
    .string()
    .regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, { error: "an instance class such as db.m6g.large" })
    .optional()
    .describe("Exact instance class of the database. Default: the one of `size`."),
  monitoring_seconds: z
    .union([0, 1, 5, 10, 15, 30, 60].map((value) => z.literal(value)))
    .default(60)
    .describe("Seconds between two measurements of Enhanced Monitoring; 0 turns it off."),
  performance_insights_days: z
    .int()
    .refine((value) => [0, 7, 731].includes(value) || (value % 31 === 0 && value > 0 && value <= 23 * 31), {
      error: "0, 7, 731 or a multiple of 31 up to 713",
    })
    .default(7)
    .describe("Days that Performance Insights keeps its data; 0 turns it off."),
});

/** RDS PostgreSQL. */
export const awsDatabase = managedDatabase
  .extend({
    rotation_lambda_arn: arn
      .optional()
      .describe("ARN of a Lambda function that rotates the password. Needed with `replicas`; without, RDS rotates it."),
    backup_region: region
      .optional()
      .describe(
        "AWS region to which automated backups are replicated (RPO under 1 hour, document 002). Default: they stay in the stack's region.",
      ),
    restore_from: z
      .string()
      .regex(
        /^(arn:aws:rds:[a-z0-9-]+:\d{12}:(auto-backup:ab-[a-z0-9]+|snapshot:[\w:-]+)|(rds:)?[A-Za-z][\w-]{0,254})$/,
        {
          error: "the ARN of automated backups or of a snapshot, or a snapshot's name",
        },
      )
      .optional()
      .describe(
        "Backup from which a new database is made (docs/disaster-recovery.md). It has no effect on a database that exists.",
      ),
  })
  .describe("RDS PostgreSQL database of the application.");

/** Aurora PostgreSQL: one writer, `replicas` readers, and storage that grows automatically, so that `storage_gib` has no effect. */
export const auroraDatabase = managedDatabase
  .extend({
    max_replicas: z
      .int()
      .min(1)
      .max(15)
      .optional()
      .describe("Readers that autoscaling adds at most. Default: `replicas`, without autoscaling."),
    replica_cpu_percent: percent
      .default(70)
      .describe("Average CPU use of the readers that autoscaling aims at, in percent; needs `max_replicas`."),
    restore_from: z
      .strictObject({
        snapshot: z.string().min(1).optional().describe("Name or ARN of a cluster snapshot. Excludes `cluster`."),
        cluster: z
          .string()
          .min(1)
          .optional()
          .describe("Name of an Aurora cluster whose continuous backup is used. Excludes `snapshot`."),
        time: backupTime
          .optional()
          .describe("Moment of `cluster` to restore, in UTC. Default: the latest that can be restored."),
      })
      .optional()
      .describe(
        "Backup from which a new database is made (docs/disaster-recovery.md). It has no effect on a database that exists.",
      ),
  })
  .describe("Aurora PostgreSQL cluster of the application.");

export const awsCache = applicationBlocks.cache
  .extend({
    node_type: z
      .string()
      .regex(/^cache\.[a-z0-9]+\.[a-z0-9]+$/, { error: "a node type such as cache.m6g.large" })
      .optional()
      .describe("Exact node type of the cache. Default: the one of `size`."),
  })
  .describe("ElastiCache Redis of the application.");
