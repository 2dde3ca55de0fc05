import * as z from "zod";
import { budget } from "../alerts";
import { cdn, loadBalancer } from "../aws-shared/ingress";
import { awsNetwork } from "../aws-shared/network";
import { awsCache, awsDatabase } from "../aws-shared/stores";
import { arn, cron, days, part, percent } from "../common";
import { applicationBlocks, shared } from "../shared";

const spot = z.strictObject({
  on_demand_base: z.int().min(0).max(100).default(2).describe("Replicas that never run on Spot."),
  percent: percent.default(50).describe("Share of the replicas above the base that runs on Fargate Spot."),
});

const scheduledScaling = z.strictObject({
  schedule: cron.describe("When min and max become these, in `timezone`."),
  min: z.int().min(0).describe("Fewest replicas from then on."),
  max: z.int().min(1).describe("Most replicas from then on."),
  timezone: z.string().default("Etc/UTC").describe("Of the schedule."),
});

const task = z.strictObject({
  command: z.array(z.string()).min(1).describe("What the container runs."),
  schedule: cron.optional().describe("Absent: run by hand or by a pipeline (database migrations)."),
});

const service = z
  .strictObject({
    architecture: z.enum(["x86_64", "arm64"]).default("x86_64").describe("Of the image."),
    spot: spot.optional().describe("Absent: everything on demand."),
    blue_green: z
      .boolean()
      .default(false)
      .describe("Two services with an image each and a late-bound share of requests between them."),
    registry_credentials_arn: arn.optional().describe("Secret with the pull credentials of a private registry (GHCR)."),
    health_command: z
      .array(z.string())
      .optional()
      .describe('Health check inside the container, such as ["CMD", "/healthcheck"].'),
    scheduled_scaling: z.record(part, scheduledScaling).default({}),
    tasks: z.record(part, task).default({}),
    tracing: z
      .strictObject({
        enabled: z.boolean().default(true).describe("A collector in every task."),
        sampling_percent: percent.default(5).describe("Share of requests that are traced."),
        collector_image: z
          .string()
          .default("public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3")
          .describe("Image of the collector."),
      })
      .prefault({})
      .describe("OpenTelemetry collector beside the application, to X-Ray."),
  })
  .prefault({});

const deploy = z.strictObject({
  repository: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/, { error: "owner/name" })
    .describe("GitHub repository whose workflow may deploy."),
});

/** `aws-<environment>`: the Test Execution System on ECS Fargate (document 002). */
export const aws = z.strictObject({
  ...shared,
  ...applicationBlocks,
  system: z.literal("test-execution").default("test-execution").describe("First part of every name."),
  network: awsNetwork,
  load_balancer: loadBalancer,
  cdn,
  service,
  database: awsDatabase,
  cache: awsCache.optional().describe("Absent: no cache."),
  backup: applicationBlocks.backup.prefault({}),
  file_system: z
    .strictObject({
      enabled: z.boolean().default(true).describe("False: no shared storage."),
      path: z.string().startsWith("/").default("/data").describe("Where replicas find it."),
    })
    .prefault({})
    .describe("Storage that all replicas share."),
  artifacts: z
    .strictObject({
      noncurrent_days: days.default(90).describe("Old versions are kept this long."),
      replica_bucket_arn: arn
        .optional()
        .describe("A versioned bucket, of another region say, that gets a copy of everything."),
      replica_key_arn: arn.optional().describe("Key of that bucket."),
    })
    .prefault({})
    .describe("The bucket for artifacts."),
  registry: z
    .strictObject({
      keep_images: z.int().min(1).max(1000).default(30).describe("Older ones are removed."),
    })
    .prefault({}),
  budget: budget.optional(),
  deploy: deploy.optional(),
});
