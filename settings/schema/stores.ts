import * as z from "zod";
import { count, cron, days } from "./common";

/** Sizes every cloud maps to its own instance types; a platform block may name an exact type instead. */
export const size = z.enum(["small", "medium", "large", "xlarge"]);

export const database = z.strictObject({
  version: z
    .string()
    .regex(/^\d+(\.\d+)?$/, { error: 'a PostgreSQL version such as "16" or "16.8"' })
    .default("16")
    .describe("Major version, or an exact one; AWS applies minor upgrades by itself."),
  size: size.describe("small: for development; medium: staging; large, xlarge: production."),
  storage_gib: z.int().min(20).max(65_536).default(100).describe("Storage to begin with."),
  max_storage_gib: z
    .int()
    .min(20)
    .max(65_536)
    .optional()
    .describe("Storage grows by itself up to this. Default: no growth."),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,62}$/)
    .default("app")
    .describe("The database within the instance."),
  high_availability: z.boolean().default(true).describe("A standby in a second zone."),
  backup_days: z
    .int()
    .min(1)
    .max(35)
    .default(30)
    .describe("Point-in-time recovery reaches back this far (document 002: 30)."),
  replicas: count.max(15).default(0).describe("Read replicas."),
  protected: z.boolean().default(true).describe("Deletion protection and a final snapshot."),
});

export const cache = z.strictObject({
  version: z
    .string()
    .regex(/^\d+\.\d+$/)
    .default("7.1")
    .describe("Redis, major and minor."),
  size: size.default("small").describe("As for the database."),
  nodes: z.int().min(1).max(6).default(2).describe("More than one: a replica in another zone with failover."),
  snapshot_days: z.int().min(0).max(35).default(7).describe("Daily snapshots are kept this long; 0: none."),
});

export const backup = z.strictObject({
  enabled: z.boolean().default(true).describe("Backups in a vault of their own, beside those of the database."),
  schedule: cron.default("cron(0 5 * * ? *)").describe("UTC."),
  retention_days: days.default(30).describe("Document 002: 30 days."),
});
