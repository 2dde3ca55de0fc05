import * as z from "zod";
import { budget } from "../alerts";
import { cidr, cronTask, days, domain, part, percent, seconds } from "../common";
import { applicationBlocks, shared } from "../shared";

const googleRegion = z
  .string()
  .regex(/^[a-z]+-[a-z]+\d$/, { error: "a region of Google Cloud such as us-east1" })
  .describe("Where everything stands; from regions/<region>.tfvars.");

const service = z
  .strictObject({
    concurrency: z.int().min(1).max(1000).default(80).describe("Requests that one replica handles at a time."),
    request_timeout_seconds: seconds.max(3600).default(300).describe("A request that takes longer fails."),
    cpu_between_requests: z
      .boolean()
      .default(true)
      .describe("Replicas work between requests, too; without, idle ones cost less."),
    mount_path: z
      .string()
      .startsWith("/")
      .optional()
      .describe("Mounts the bucket of artifacts as a folder. Absent: it is reached through its API only."),
    tasks: z.record(part, cronTask).default({}).describe("Jobs beside the service."),
    tracing: z
      .strictObject({
        enabled: z.boolean().default(true).describe("A collector in every replica: one vCPU and 512 MiB more."),
        sampling_percent: percent.default(5).describe("Share of requests that are traced."),
        collector_image: z
          .string()
          .default(
            "us-docker.pkg.dev/cloud-ops-agents-artifacts/google-cloud-opentelemetry-collector/otelcol-google:0.138.0",
          )
          .describe("Image of the collector."),
      })
      .prefault({})
      .describe("OpenTelemetry collector beside the application, to Cloud Trace."),
  })
  .prefault({});

const loadBalancer = z.strictObject({
  domains: z.array(domain).min(1).describe("Names of the application; a certificate is made for each."),
  dns_zone: z
    .string()
    .optional()
    .describe(
      "Cloud DNS zone of the names, by its own name. Absent: make them lead to the output `load_balancer_address`.",
    ),
  requests_per_ip: z.int().min(10).default(2000).describe("In five minutes; more are refused."),
  count_only: z.boolean().default(false).describe("Cloud Armor logs what it would stop and stops nothing."),
  cdn: z.boolean().default(false).describe("Cloud CDN keeps what the application's headers allow."),
  iap_members: z
    .array(z.string().regex(/^(user|group|domain|serviceAccount):\S+$/, { error: "user:…, group:… or domain:…" }))
    .default([])
    .describe("Only these come in, signed in with Google (IAP). Empty: everybody."),
});

const database = applicationBlocks.database.extend({
  backup_days: applicationBlocks.database.shape.backup_days.describe(
    "Daily backups that are kept, or `backup.retention_days` if those are more; any moment of the last 7 days at most.",
  ),
  tier: z
    .string()
    .regex(/^db-[a-z0-9-]+$/)
    .optional()
    .describe("Exact tier instead of `size`."),
  replica_location: googleRegion
    .optional()
    .describe("One more replica in another region, which can be promoted (RPO under 1 hour, document 002)."),
  iam_users: z.array(z.string().includes("@")).default([]).describe("People who may log in, by e-mail."),
  restore_from: z
    .strictObject({
      instance: z.string().min(1).describe("An instance of the project, of which this one is a clone."),
      time: z
        .string()
        .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, { error: "a time such as 2026-01-31T12:00:00Z" })
        .optional()
        .describe("Its state at this time (UTC). Default: now."),
    })
    .optional()
    .describe("A new database starts with this; later changes have no effect."),
});

/** `gcp-<environment>`: the Test Execution System on Cloud Run (document 002). */
export const gcp = z.strictObject({
  ...shared,
  ...applicationBlocks,
  system: z.literal("test-execution").default("test-execution").describe("First part of every name."),
  project: z
    .string()
    .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, { error: "a Google Cloud project id" })
    .describe("The only project this stack may touch."),
  project_number: z.string().regex(/^\d+$/, { error: "the number of the project" }).describe("Of the same project."),
  location: googleRegion,
  network: z.strictObject({
    cidr: cidr.describe("Address range, /12 to /20: the first sixteenth is the subnet, the last is for the database."),
  }),
  load_balancer: loadBalancer,
  service,
  database,
  cache: applicationBlocks.cache.optional().describe("Absent: no cache. 7.x is Valkey 7.2, 8.x is Valkey 8.0."),
  backup: applicationBlocks.backup
    .prefault({})
    .describe("How long the database's daily backups are kept; Cloud SQL has its own time for them, and no vault."),
  customer_managed_keys: z.boolean().default(true).describe("A key of our own encrypts everything; false: Google's."),
  artifacts: z
    .strictObject({ noncurrent_days: days.default(90).describe("Old versions are kept this long.") })
    .prefault({})
    .describe("The bucket for artifacts."),
  registry: z
    .strictObject({ keep_images: z.int().min(1).max(1000).default(30).describe("Older ones are removed.") })
    .prefault({}),
  audit: z
    .strictObject({
      enabled: z.boolean().default(true).describe("False where another stack of the project records."),
      retention_days: days.default(365).describe("Records are kept this long."),
    })
    .prefault({})
    .describe("Cloud Audit Logs of the project."),
  build: z
    .strictObject({
      repository: z
        .string()
        .regex(/^[\w.-]+\/[\w.-]+$/, { error: "owner/name" })
        .describe("GitHub repository with a Dockerfile."),
    })
    .optional()
    .describe("Cloud Build builds its main branch. Absent: images come from elsewhere."),
  budget: budget
    .extend({
      monthly_usd: z.int().positive().describe("The budget."),
      emails: z.array(z.string().includes("@")).min(1).max(5).describe("Who is told (Google: at most 5)."),
      billing_account: z
        .string()
        .regex(/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/, { error: "a billing account such as 012345-678901-ABCDEF" })
        .describe("Pays for the project."),
    })
    .optional(),
});
