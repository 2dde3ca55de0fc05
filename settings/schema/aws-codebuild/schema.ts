import * as z from "zod";
import { budget } from "../alerts";
import { code } from "../aws-shared/function";
import { awsNetwork } from "../aws-shared/network";
import { days, noncurrentDays, part, uniqueList } from "../common";
import { deploy } from "../deploy";
import { arn, repository } from "../formats";
import { release } from "../release/release";
import { awsSchedule } from "../schedule";
import { awsShared } from "../shared";
import { system } from "../system";
import { buildAlarms } from "./alarms";
import { buildProject } from "./project";

const network = z
  .strictObject({
    ...awsNetwork.shape,
    enabled: z.boolean().default(false).describe("Whether builds run in a VPC. False: none is made."),
    zone_count: awsNetwork.shape.zone_count
      .removeDefault()
      .default(2)
      .describe(awsNetwork.shape.zone_count.description ?? ""),
    nat_gateways: awsNetwork.shape.nat_gateways
      .removeDefault()
      .default("one")
      .describe(awsNetwork.shape.nat_gateways.description ?? ""),
  })
  .describe("VPC of the builds: a new one over two zones with one NAT gateway (document 004), or an existing one.");

const poller = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe("Whether the poller starts builds. False: work items are accepted and wait."),
    schedule: awsSchedule
      .default("rate(1 minute)")
      .describe("How often the poller looks for work items, as a cron or rate expression in UTC."),
    max_starts: z.int().min(1).max(100).default(20).describe("Most builds that one run of the poller starts."),
    max_attempts: z.int().min(1).max(10).default(3).describe("Refused starts after which a work item fails."),
    timeout_seconds: z
      .int()
      .min(10)
      .max(300)
      .default(60)
      .describe("Seconds after which one run of the poller is stopped (document 004: within 10 minutes)."),
    github: z
      .strictObject({
        repository: repository.describe("GitHub repository whose open issues become work items."),
        label: z
          .string()
          .min(1)
          .max(50)
          .default("build")
          .describe("Label that an issue must have to become a work item."),
        project: part.describe("Key in `projects` of the build project that works on the issues."),
      })
      .optional()
      .describe("Makes work items of GitHub issues. Default: work items come from the submit function only."),
  })
  .prefault({})
  .describe("Function that starts one build for each work item.");

/** `aws-codebuild-<environment>`: work items that builds do (document 004). */
export const awsCodebuild = z.strictObject({
  ...awsShared,
  ...system,
  code,
  network,
  artifacts: z
    .strictObject({
      noncurrent_days: noncurrentDays,
      transfer_acceleration: z
        .boolean()
        .default(false)
        .describe("Whether clients may use S3 Transfer Acceleration for the bucket, at a price per GB."),
    })
    .prefault({})
    .describe("S3 bucket for what builds produce, in intelligent tiering."),
  logs: z
    .strictObject({
      archive_days: days
        .optional()
        .describe("Days after which copies of the logs move to Glacier. Default: logs are not copied to a bucket."),
      expire_days: days.default(2555).describe("Days until a copied log is deleted. More than `archive_days`."),
    })
    .prefault({})
    .describe("Bucket with copies of the logs. CloudWatch keeps the originals for `log_days`."),
  secrets: z
    .strictObject({
      reminder_days: z
        .int()
        .min(1)
        .max(365)
        .default(90)
        .describe("Days between two e-mails that remind people to renew the values."),
    })
    .prefault({})
    .describe("The secrets `github-token` and `git-credentials`, whose values people enter in Secrets Manager."),
  functions: z
    .strictObject({
      insights_layer_arn: arn
        .optional()
        .describe(
          "ARN of the region's LambdaInsightsExtension-Arm64 layer, which adds metrics of memory and CPU. Default: none.",
        ),
      reserved_concurrency: z
        .int()
        .min(1)
        .max(1000)
        .optional()
        .describe("Calls of each function that may run at once. Default: what the account has left."),
    })
    .prefault({})
    .describe("Settings of all Lambda functions of the system."),
  poller,
  repositories: uniqueList(
    z.string().regex(/^[\w.-]{1,100}\/(\*|[\w.-]{1,100})$/, { error: "owner/name, or owner/* for all of an owner" }),
  )
    .default([])
    .describe(
      "GitHub repositories that work items may name, as `owner/name` or `owner/*`, in addition to that of `poller.github`. A build runs their code as root, where it can read the secrets. Default: no other.",
    ),
  projects: z
    .record(part, buildProject)
    .refine((projects) => Object.keys(projects).length >= 1 && Object.keys(projects).length <= 5, {
      error: "1 to 5 projects (CloudWatch adds up ten metrics in an alarm, two of each project)",
    })
    .describe("Build projects by key, which is the last part of their names. A renamed project is replaced."),
  alarms: buildAlarms,
  deploy: deploy.optional(),
  release,
  budget: z
    .strictObject({
      ...budget.shape,
      monthly_usd: budget.shape.monthly_usd.default(500), // Document 004.
      name: z
        .string()
        .regex(/^[\w.-]{1,100}$/, { error: "letters, digits, dots and hyphens" })
        .optional()
        .describe("Name of the budget, unique in its account. Default: <name>-<environment>-monthly."),
      whole_account: z
        .boolean()
        .default(false)
        .describe("Whether all cost of the account counts. False: only that of this stack, by its `Stack` tag."),
    })
    .optional()
    .describe("Cost that triggers e-mails; it stops nothing. Default: no budget."),
});
