import * as z from "zod";
import { arn, percent, region } from "../common";
import { applicationBlocks } from "../shared";

/** What AWS adds to the shared database, whether RDS or Aurora keeps it. */
const managedDatabase = applicationBlocks.database.extend({
  instance_class: z
    .string()
    .regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/)
    .optional()
    .describe("Exact class instead of `size`."),
  monitoring_seconds: z
    .union([0, 1, 5, 10, 15, 30, 60].map((value) => z.literal(value)))
    .default(60)
    .describe("Enhanced monitoring; 0: none."),
  performance_insights_days: z
    .union([0, 7, 31, 93, 186, 372, 731].map((value) => z.literal(value)))
    .default(7)
    .describe("Performance Insights; 0: none."),
});

/** RDS PostgreSQL. */
export const awsDatabase = managedDatabase.extend({
  rotation_lambda_arn: arn.optional().describe("Rotates the password where RDS cannot: with read replicas."),
  backup_region: region.optional().describe("Automated backups are replicated there (RPO under 1 hour, document 002)."),
  restore_from: z
    .string()
    .regex(
      /^(arn:aws:rds:[a-z0-9-]+:\d{12}:(auto-backup:ab-[a-z0-9]+|snapshot:[\w:-]+)|(rds:)?[A-Za-z][\w-]{0,254})$/,
      {
        error: "the ARN of automated backups or of a snapshot, or a snapshot's name",
      },
    )
    .optional()
    .describe("A new database starts with this backup; later changes have no effect (docs/disaster-recovery.md)."),
});

/** Aurora PostgreSQL: one writer and `replicas` readers over storage that grows by itself, so `storage_gib` means nothing here. */
export const auroraDatabase = managedDatabase.extend({
  max_replicas: z
    .int()
    .min(1)
    .max(15)
    .optional()
    .describe("Readers are added up to this while they are busy. Default: `replicas`, whatever the load."),
  replica_cpu_percent: percent.default(70).describe("Average CPU of the readers that `max_replicas` holds."),
  restore_from: z
    .strictObject({
      snapshot: z.string().min(1).optional().describe("Name or ARN of a cluster snapshot."),
      cluster: z.string().min(1).optional().describe("A cluster whose continuous backup is used."),
      time: z
        .string()
        .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, { error: "a time such as 2026-01-31T12:00:00Z" })
        .optional()
        .describe("The state of `cluster` at this time (UTC). Default: its latest."),
    })
    .optional()
    .describe("A new database starts with this backup; later changes have no effect (docs/disaster-recovery.md)."),
});

export const awsCache = applicationBlocks.cache.extend({
  node_type: z
    .string()
    .regex(/^cache\.[a-z0-9]+\.[a-z0-9]+$/)
    .optional()
    .describe("Exact type instead of `size`."),
});
