import * as z from "zod";
import { backupTime, uniqueList } from "../common";
import { email } from "../formats";
import { applicationBlocks } from "../shared";

export const googleRegion = z
  .string()
  .regex(/^[a-z]+-[a-z]+\d$/, { error: "a region of Google Cloud such as us-east1" });

export const database = applicationBlocks.database
  .extend({
    backup_days: applicationBlocks.database.shape.backup_days.describe(
      "Number of daily backups that are kept: the larger of this and `backup.retention_days`. Any moment of the last 7 days at most can be restored.",
    ),
    tier: z
      .string()
      .regex(/^db-[a-z0-9-]+$/, { error: "a tier such as db-custom-2-7680" })
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
