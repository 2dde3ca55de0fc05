import * as z from "zod";
import { budget } from "../alerts";
import { cdn, loadBalancer } from "../aws-shared/ingress";
import { awsNetwork } from "../aws-shared/network";
import { awsCache, awsDatabase } from "../aws-shared/stores";
import { noncurrentDays, part, tracing } from "../common";
import { deploy } from "../deploy";
import { arn, containerPath, timezone } from "../formats";
import { release } from "../release/release";
import { awsSchedule } from "../schedule";
import { applicationBlocks, awsShared } from "../shared";
import { system } from "../system";

const spot = z.strictObject({
  on_demand_base: z.int().min(0).max(1000).default(2).describe("Number of replicas that never run on Fargate Spot."),
  percent: z
    .int()
    .min(0)
    .max(100)
    .default(50)
    .describe("Percentage of the replicas above `on_demand_base` that run on Fargate Spot."),
});

const scheduledScaling = z.strictObject({
  schedule: awsSchedule.describe("When `min` and `max` take effect, as a cron or rate expression in `timezone`."),
  min: z.int().min(0).describe("Least replicas from then on."),
  max: z.int().min(1).describe("Most replicas from then on."),
  timezone: timezone.default("Etc/UTC").describe("IANA time zone of `schedule`, such as Europe/Berlin."),
});

const task = z.strictObject({
  command: z.array(z.string()).min(1).describe("Command that the container runs, with its arguments."),
  schedule: awsSchedule
    .optional()
    .describe(
      "When it runs, as a cron or rate expression in UTC. Default: only when a person or a pipeline starts it.",
    ),
});

const service = z
  .strictObject({
    architecture: z
      .enum(["x86_64", "arm64"])
      .default("x86_64")
      .describe("CPU architecture of the tasks. The images must be built for it."),
    spot: spot.optional().describe("Runs a part of the replicas on Fargate Spot. Default: none."),
    blue_green: z
      .boolean()
      .default(false)
      .describe(
        "Whether there are two services that take turns: a release starts the new image on the idle one and moves requests in steps.",
      ),
    registry_credentials_arn: arn
      .optional()
      .describe("ARN of the secret with the credentials of a private registry such as GHCR. Default: none are needed."),
    health_command: z
      .array(z.string())
      .refine(isHealthCommand, {
        error: '["CMD", program, argument, …] or ["CMD-SHELL", one text for the shell]',
      })
      .optional()
      .describe('Health check inside the container, such as ["CMD", "/healthcheck"]. Default: none.'),
    scheduled_scaling: z
      .record(part, scheduledScaling)
      .default({})
      .describe("Changes of the least and most replicas at set times, by name."),
    tasks: z
      .record(part, task)
      .default({})
      .describe("Tasks that run to their end with the application's image, by name."),
    tracing: tracing("public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3", {
      enabled: "Whether every task has a collector that sends traces to X-Ray.",
      description: "Tracing with an OpenTelemetry collector in each task, to X-Ray.",
    }),
  })
  .prefault({})
  .describe("How ECS runs the application.");

/** ECS takes a program with its arguments, or one text for the shell. */
function isHealthCommand([kind, ...rest]: readonly string[]): boolean {
  return kind === "CMD" ? rest.length > 0 : kind === "CMD-SHELL" && rest.length === 1;
}

/** `aws-<environment>`: an application on ECS Fargate (document 002). */
export const aws = z.strictObject({
  ...awsShared,
  ...system,
  ...applicationBlocks,
  network: awsNetwork,
  load_balancer: loadBalancer,
  cdn,
  service,
  database: awsDatabase.optional().describe("RDS PostgreSQL database of the application. Default: no database."),
  cache: awsCache.optional().describe("Redis cache of the application. Default: no cache."),
  backup: applicationBlocks.backup.prefault({}),
  file_system: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe("Whether there is a shared file system. False deletes it with its files."),
      path: containerPath.default("/data").describe("Folder of the container where it is mounted."),
    })
    .prefault({})
    .describe("EFS file system that all replicas share."),
  artifacts: z
    .strictObject({
      noncurrent_days: noncurrentDays,
      replica_bucket_arn: arn
        .optional()
        .describe(
          "ARN of a versioned bucket, in another region for example, that gets a copy of every object. Default: no copies.",
        ),
      replica_key_arn: arn
        .optional()
        .describe("ARN of the KMS key of that bucket. Set together with `replica_bucket_arn`."),
    })
    .prefault({})
    .describe("S3 bucket for the application's artifacts."),
  registry: z
    .strictObject({
      keep_images: z
        .int()
        .min(1)
        .max(1000)
        .default(30)
        .describe("Number of container images that are kept. Older ones are removed."),
    })
    .prefault({})
    .describe("ECR repository of the application's image."),
  release,
  budget: budget.optional(),
  deploy: deploy.optional(),
});
