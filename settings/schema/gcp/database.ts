import * as z from "zod";
import { backupTime, uniqueList } from "../common";
import { email } from "../formats";
import { applicationBlocks } from "../shared";

export const googleRegion = z
  .string()
  .regex(/^[a-z]+-[a-z]+\d{1,2}$/, { error: "a region of Google Cloud such as us-east1" });

export const database = applicationBlocks.database
  .extend({
    backup_days: applicationBlocks.database.shape.backup_days.describe(
      "Number of daily backups that are kept: the larger of this and `backup.retention_days`. Any moment of the last 7 days at most can be restored.",
    ),
    tier: z
      .string()
      .refine(isTier, {
        error:
          "db-custom-<vCPU>-<MiB> with 1 vCPU or an even number up to 96, and for each 0.9 to 6.5 GiB in steps of 256 MiB, at least 3840; or db-f1-micro, db-g1-small",
      })
      .optional()
      .describe("Exact tier of the Cloud SQL instance. Default: the one of `size`."),
    replica_location: googleRegion
      .optional()
      .describe("Google Cloud region of one more read replica, which can be promoted. Default: none."),
    iam_users: uniqueList(email)
      .default([])
      .describe("E-mail addresses of people who may sign in to the database with IAM."),
    restore_from: z
      .strictObject({
        instance: z
          .string()
          .regex(/^[a-z]([a-z0-9-]{0,96}[a-z0-9])?$/, { error: "the name of an instance" })
          .describe("Name of the Cloud SQL instance of the project to clone."),
        time: backupTime.optional().describe("Moment of that instance to clone, in UTC. Default: now."),
      })
      .optional()
      .describe("Instance from which a new database is cloned. It has no effect on a database that exists."),
  })
  .describe("Cloud SQL for PostgreSQL of the application.");

/**
 * Whether PostgreSQL of edition Enterprise runs on a tier: one with shared cores, or a custom one (provider 6.50, page of
 * `google_sql_database_instance`; Cloud SQL, "Create instances", "Machine types").
 */
function isTier(tier: string): boolean {
  const [, cpuText, memoryText] = /^db-custom-(\d{1,2})-(\d{4,6})$/.exec(tier) ?? [];
  if (cpuText === undefined) return tier === "db-f1-micro" || tier === "db-g1-small";
  const [cpu, mib] = [Number(cpuText), Number(memoryText)];
  const isCpu = cpu === 1 || (cpu % 2 === 0 && cpu >= 2 && cpu <= 96);
  return isCpu && mib >= Math.max(3840, cpu * 0.9 * 1024) && mib <= cpu * 6.5 * 1024 && mib % 256 === 0;
}
