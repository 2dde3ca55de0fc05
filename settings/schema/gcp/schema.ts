import * as z from "zod";
import { budget } from "../alerts";
import { days, networkCidr, noncurrentDays, part, uniqueList } from "../common";
import { federation } from "../federation";
import { domain, repository } from "../formats";
import { applicationBlocks, shared } from "../shared";
import { system } from "../system";
import { database, googleRegion } from "./database";
import { secretVersion } from "./secrets";
import { service } from "./service";

const loadBalancer = z
  .strictObject({
    domains: uniqueList(domain).min(1).describe("Domain names of the application, each with a managed certificate."),
    dns_zone: z
      .string()
      .regex(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, { error: "the name of a zone in Cloud DNS, not its domain" })
      .optional()
      .describe(
        "Name of the existing Cloud DNS zone to which the records are written. Default: none; point the domains at the output `load_balancer_address`.",
      ),
    requests_per_ip: z
      .int()
      .min(10)
      .max(1_000_000) // Cloud Armor, "Rate limiting overview": rate_limit_threshold_count of a throttle
      .default(2000)
      .describe("Requests per client address and five minutes above which it is refused."),
    count_only: z.boolean().default(false).describe("Whether Cloud Armor only logs the requests that it would refuse."),
    cdn: z.boolean().default(false).describe("Whether Cloud CDN caches the responses whose headers allow it."),
    iap_members: uniqueList(
      z.string().regex(/^((user|group|serviceAccount):[\w.%+-]+@[\w-]+(\.[\w-]+)+|domain:[\w-]+(\.[\w-]+)+)$/, {
        error: "user:…, group:… or serviceAccount:… with an e-mail address, or domain:…",
      }),
    )
      .default([])
      .describe("Identities that may use the application, signed in with Google (IAP). Empty: no sign-in."),
  })
  .describe("Global load balancer with its domain names and Cloud Armor.");

const remoteRegistry = z.strictObject({
  server: domain.describe("Host of the registry, such as ghcr.io."),
  username: z.string().min(1).describe("User name with which images are pulled."),
  secret: secretVersion.describe("Version of the secret with the password: projects/…/secrets/…/versions/<number>."),
});

/** `gcp-<environment>`: an application on Cloud Run (document 002). */
export const gcp = z.strictObject({
  ...shared,
  ...system,
  ...applicationBlocks,
  project: z
    .string()
    .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, { error: "a Google Cloud project id" })
    .describe(
      "Id of the only Google Cloud project that this stack may touch. Cannot be changed after the first deploy.",
    ),
  project_number: z
    .string()
    .regex(/^\d+$/, { error: "the number of the project" })
    .describe("Number of the same project, which Google Cloud shows next to its id."),
  location: googleRegion.describe(
    "Google Cloud region of the stack, from regions/<region>.tfvars. Cannot be changed after the first deploy.",
  ),
  network: z
    .strictObject({
      cidr: networkCidr.describe(
        "Address range of the VPC, /12 to /20: its first sixteenth is the subnet, its last is the database's. Cannot be changed after the first deploy.",
      ),
    })
    .describe("VPC network of the stack."),
  load_balancer: loadBalancer,
  service,
  database: database.optional().describe("Cloud SQL for PostgreSQL of the application. Default: no database."),
  cache: applicationBlocks.cache
    .optional()
    .describe("Cache of the application, on Valkey: `version` 7.x is Valkey 7.2, 8.x is 8.0. Default: no cache."),
  backup: applicationBlocks.backup
    .prefault({})
    .describe("How long Cloud SQL keeps its daily backups. There is no vault."),
  customer_managed_keys: z
    .boolean()
    .default(true)
    .describe(
      "Whether the stack's own KMS key, instead of Google's, encrypts what the application stores: database, cache, artifacts, queues, configuration, images in the registry. Logs and the copies of images that Cloud Run keeps have Google's keys. Cannot be changed after the first deploy.",
    ),
  artifacts: z
    .strictObject({ noncurrent_days: noncurrentDays })
    .prefault({})
    .describe("Cloud Storage bucket for the application's artifacts."),
  registry: z
    .strictObject({
      keep_images: z
        .int()
        .min(1)
        .max(1000)
        .default(30)
        .describe("Number of container images that are kept. Older ones are removed."),
      remotes: z
        .record(part.max(16), remoteRegistry)
        .default({})
        .describe(
          "Private registries elsewhere, by a name: each is a repository `<name>-<environment>-<key>`, and its images are `<location>-docker.pkg.dev/<project>/<repository>/…`. Cloud Run pulls from no other private registry.",
        ),
    })
    .prefault({})
    .describe("Artifact Registry repository of the application's image."),
  audit: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe("Whether this stack records audit logs. False where another stack of the project does."),
      retention_days: days.default(365).describe("Days until a record of the audit logs is deleted."),
    })
    .prefault({})
    .describe("Records of the project's Cloud Audit Logs."),
  build: z
    .strictObject({
      repository: repository.describe("GitHub repository with a Dockerfile, which Cloud Build builds."),
    })
    .optional()
    .describe("Builds an image of each commit on the main branch with Cloud Build. Default: no builds."),
  ...federation,
  budget: budget
    .extend({
      monthly_usd: z.int().positive().describe("Planned cost per month, in whole US dollars."),
      emails: budget.shape.emails
        .max(5)
        .describe(
          "Addresses that get an e-mail when the month's forecast reaches 80 % and 100 % of `monthly_usd`, or its cost 100 % (limit of Google: 5).",
        ),
      billing_account: z
        .string()
        .regex(/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/, { error: "a billing account such as 012345-678901-ABCDEF" })
        .describe("Id of the billing account that pays for the project."),
    })
    .optional()
    .describe("Cost of the project that triggers e-mails; it stops nothing. Default: no budget."),
});
