import * as z from "zod";
import { budget } from "../alerts";
import { awsNetwork } from "../aws-shared/network";
import { arn, cron, days, part, repository } from "../common";
import { shared } from "../shared";
import { buildAlarms } from "./alarms";
import { buildProject } from "./project";

const network = z
  .strictObject({
    ...awsNetwork.shape,
    enabled: z.boolean().default(false).describe("Builds run in a VPC. False: none is made."),
    zone_count: awsNetwork.shape.zone_count.removeDefault().default(2),
    nat_gateways: awsNetwork.shape.nat_gateways.removeDefault().default("one"),
  })
  .describe("A VPC for the builds, over two zones with one NAT gateway (document 004), or one that exists.");

const poller = z
  .strictObject({
    enabled: z.boolean().default(true).describe("False: work items are taken, and wait."),
    schedule: cron.default("rate(1 minute)").describe("How often it looks for work items."),
    max_starts: z.int().min(1).max(100).default(20).describe("Builds that one run starts at most."),
    max_attempts: z.int().min(1).max(10).default(3).describe("Starts that CodeBuild refuses before an item fails."),
    timeout_seconds: z
      .int()
      .min(10)
      .max(300)
      .default(60)
      .describe("Of one run; well below the 10 minutes of document 004."),
    github: z
      .strictObject({
        repository: repository.describe("Whose open issues become work items."),
        label: z.string().min(1).max(50).default("kiro").describe("Issues with this label."),
        project: part.describe("Build project that does them, by its key in `projects`."),
      })
      .optional()
      .describe("Absent: work items are submitted, and nothing is asked of any network."),
  })
  .prefault({})
  .describe("Starts the build of each work item once.");

/** `aws-codebuild-<environment>`: work items that builds do (document 004). */
export const awsCodebuild = z.strictObject({
  ...shared,
  system: z.literal("kiro-worker").default("kiro-worker").describe("First part of every name."),
  network,
  artifacts: z
    .strictObject({
      noncurrent_days: days.default(90).describe("Old versions are kept this long."),
      transfer_acceleration: z
        .boolean()
        .default(false)
        .describe("Far away clients reach the bucket through the edge location next to them, at a price per GB."),
    })
    .prefault({})
    .describe("The bucket for what builds make; S3 finds the cheapest tier for each object."),
  logs: z
    .strictObject({
      archive_days: days
        .optional()
        .describe("Logs are copied to a bucket, and move to Glacier after this long. Absent: they end in CloudWatch."),
      expire_days: days.default(2555).describe("Copies end after this long."),
    })
    .prefault({})
    .describe("Where logs go beside CloudWatch, which keeps them for `log_days`."),
  secrets: z
    .strictObject({
      reminder_days: z.int().min(1).max(365).default(90).describe("People are told that often to put new values."),
    })
    .prefault({})
    .describe("`/kiro-worker/<environment>/github-token` and `/git-credentials`; people put the values."),
  functions: z
    .strictObject({
      insights_layer_arn: arn
        .optional()
        .describe("The region's LambdaInsightsExtension-Arm64 layer: memory and CPU as metrics. Absent: none."),
      reserved_concurrency: z
        .int()
        .min(1)
        .max(1000)
        .optional()
        .describe("Most runs of each function at once. Absent: what the account has left."),
    })
    .prefault({}),
  poller,
  projects: z
    .record(part, buildProject)
    .refine((projects) => Object.keys(projects).length >= 1 && Object.keys(projects).length <= 5, {
      error: "1 to 5 projects (CloudWatch adds up ten metrics in an alarm, two of each project)",
    })
    .describe("Build projects by key, which is the last part of their names."),
  alarms: buildAlarms,
  budget: z
    .strictObject({
      ...budget.shape,
      monthly_usd: budget.shape.monthly_usd.default(500),
      name: z
        .string()
        .regex(/^[\w.-]{1,100}$/, { error: "letters, digits, dots and hyphens" })
        .default("KiroWorkerMonthly")
        .describe("Unique in its account (document 004)."),
      whole_account: z
        .boolean()
        .default(false)
        .describe("Everything in the account counts. False: what has this system's tag."),
    })
    .optional()
    .describe("Absent: none."),
});
