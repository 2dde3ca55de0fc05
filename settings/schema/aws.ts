import * as z from "zod";
import { cdn, loadBalancer } from "./aws-edge";
import { arn, cidr, cron, days, email, part, percent, region } from "./common";
import { applicationBlocks, shared } from "./shared";

const existingNetwork = z.strictObject({
  vpc_id: z.string().startsWith("vpc-").describe("The VPC."),
  public_subnet_ids: z
    .array(z.string().startsWith("subnet-"))
    .min(2)
    .describe("For the load balancer, in two zones or more."),
  private_subnet_ids: z.array(z.string().startsWith("subnet-")).min(2).describe("For the application, with a way out."),
  database_subnet_ids: z.array(z.string().startsWith("subnet-")).min(2).describe("For database and cache."),
});

export const network = z.strictObject({
  cidr: cidr.describe("Address range of the VPC; no two stacks of an environment may overlap."),
  zones: z
    .array(z.string().regex(/^[a-z]{2}-[a-z]+-\d[a-z]$/, { error: "a zone such as us-east-1a" }))
    .min(2)
    .describe("Zones to choose from, in order; they come from regions/<region>.tfvars."),
  zone_count: z
    .union([z.literal(2), z.literal(3)])
    .default(3)
    .describe("How many of `zones` are used."),
  nat_gateways: z
    .enum(["none", "one", "per_zone"])
    .default("per_zone")
    .describe("The way out of private subnets. One is cheaper; one per zone survives the loss of a zone."),
  interface_endpoints: z
    .array(z.enum(["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "kms"]))
    .default([])
    .describe("AWS services that are reached inside the VPC, at a price per hour and zone."),
  existing: existingNetwork.optional().describe("Use this VPC instead of making one; `cidr` is its range."),
});

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

const awsDatabase = applicationBlocks.database.extend({
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
  rotation_lambda_arn: arn.optional().describe("Rotates the password where RDS cannot: with read replicas."),
  backup_region: region.optional().describe("Automated backups are replicated there (RPO under 1 hour, seed 002)."),
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

const awsCache = applicationBlocks.cache.extend({
  node_type: z
    .string()
    .regex(/^cache\.[a-z0-9]+\.[a-z0-9]+$/)
    .optional()
    .describe("Exact type instead of `size`."),
});

const budget = z.strictObject({
  monthly_usd: z.number().positive().describe("The budget."),
  emails: z.array(email).min(1).max(10).describe("Who is told at 80 % and 100 % of it."),
});

const deploy = z.strictObject({
  repository: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/, { error: "owner/name" })
    .describe("GitHub repository whose workflow may deploy."),
});

/** `aws-<environment>`: the Test Execution System on ECS Fargate (seed 002). */
export const aws = z.strictObject({
  ...shared,
  ...applicationBlocks,
  system: z.literal("test-execution").default("test-execution").describe("First part of every name."),
  network,
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
