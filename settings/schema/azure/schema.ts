import * as z from "zod";
import { budget } from "../alerts";
import { cidr, cronTask, days, domain, part, percent } from "../common";
import { applicationBlocks, shared } from "../shared";

const secretName = z.string().regex(/^[A-Za-z0-9-]{1,127}$/, { error: "the name of a secret in Key Vault" });

const service = z
  .strictObject({
    platform: z
      .enum(["container_instances", "container_apps"])
      .default("container_instances")
      .describe("Container Instances (document 002) do not scale: `replicas.min` run. Container Apps do."),
    blue_green: z
      .boolean()
      .default(false)
      .describe(
        "Container Instances: a second set with an image of its own; all requests go to one of the two, late-bound.",
      ),
    registry_credentials: z
      .strictObject({
        server: domain.describe("Such as ghcr.io."),
        username: z.string().min(1).describe("Who pulls."),
        secret: secretName.describe("Secret in the stack's Key Vault with the password."),
      })
      .optional()
      .describe("Container Apps: a private registry outside Azure."),
    tasks: z.record(part, cronTask).default({}).describe("Container Apps: jobs beside the service."),
    tracing: z
      .strictObject({
        enabled: z.boolean().default(true).describe("A collector beside the application: 0.25 vCPU and 512 MiB more."),
        sampling_percent: percent.default(5).describe("Share of requests that are traced."),
        collector_image: z
          .string()
          .default("docker.io/otel/opentelemetry-collector-contrib:0.138.0")
          .describe("Image of the collector."),
      })
      .prefault({})
      .describe("OpenTelemetry collector beside the application, to Application Insights."),
  })
  .prefault({});

const loadBalancer = z.strictObject({
  domain: domain.describe("Name of the application."),
  certificate: secretName.describe(
    "The certificate's name in the stack's Key Vault: import it there before the first deploy of the gateway.",
  ),
  dns_zone: z
    .strictObject({
      name: domain.describe("The zone, a part of `domain`."),
      resource_group: z.string().min(1).describe("Where it is."),
    })
    .optional()
    .describe(
      "Azure DNS zone that gets the record. Absent: make `domain` lead to the output `load_balancer_dns_name`.",
    ),
  requests_per_ip: z.int().min(10).default(2000).describe("In five minutes; more are refused."),
  ingress_cidrs: z.array(cidr).min(1).optional().describe("Who may connect. Default: the internet."),
  capacity: z
    .strictObject({
      min: z.int().min(0).max(125).default(2).describe("Fewest capacity units."),
      max: z.int().min(2).max(125).default(10).describe("Most capacity units."),
    })
    .prefault({}),
});

const database = applicationBlocks.database.extend({
  sku: z
    .string()
    .regex(/^(B|GP|MO)_Standard_\w+$/, { error: "a size such as GP_Standard_D2ds_v5" })
    .optional()
    .describe("Exact size instead of `size`."),
  administrators: z
    .record(
      part,
      z.strictObject({
        object_id: z.uuid().describe("In Entra ID."),
        name: z.string().min(1).describe("Of the group, user or application; the user name in PostgreSQL."),
        type: z.enum(["Group", "ServicePrincipal", "User"]).default("Group"),
      }),
    )
    .describe("Who administers the database, by a name of your own; there is no password."),
  geo_redundant_backups: z
    .boolean()
    .default(true)
    .describe("Backups also in the paired region (RPO under 1 hour, document 002); a change replaces the server."),
  restore_from: z
    .strictObject({
      server_id: z.string().startsWith("/subscriptions/").describe("The server that has the backup."),
      time: z
        .string()
        .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, { error: "a time such as 2026-01-31T12:00:00Z" })
        .describe("Its state at this time (UTC)."),
      other_region: z.boolean().default(false).describe("The server stands in the paired region."),
    })
    .optional()
    .describe("A new database starts with this; later changes have no effect."),
});

/** `azure-<environment>`: the Test Execution System on Container Instances (document 002). */
export const azure = z.strictObject({
  ...shared,
  ...applicationBlocks,
  system: z.literal("test-execution").default("test-execution").describe("First part of every name."),
  subscription_id: z.uuid().describe("The only subscription this stack may touch."),
  tenant_id: z.uuid().describe("Entra tenant."),
  suffix: z
    .string()
    .regex(/^[a-z0-9]{1,4}$/, { error: "1 to 4 lower-case letters and digits" })
    .describe("Makes names unique that all of Azure shares, such as the storage account's."),
  location: z
    .string()
    .regex(/^[a-z]+\d?$/, { error: "a region of Azure such as eastus" })
    .describe("Where everything stands; from regions/<region>.tfvars."),
  lock: z
    .boolean()
    .default(false)
    .describe("Nothing of the stack can be deleted until it is lifted; an image cannot be changed either."),
  zones: z
    .array(z.enum(["1", "2", "3"]))
    .default(["1", "2", "3"])
    .describe("Empty in a region without zones."),
  network: z.strictObject({ cidr: cidr.describe("Address range, /16 to /22; subnets are computed from it.") }),
  load_balancer: loadBalancer,
  service,
  database,
  cache: applicationBlocks.cache.optional().describe("Absent: no cache."),
  backup: applicationBlocks.backup
    .prefault({})
    .describe(
      "A vault beside the database's own backups: the bucket daily, the database every Sunday (Azure's limit).",
    ),
  artifacts: z
    .strictObject({
      noncurrent_days: days.default(90).describe("Old versions are kept this long."),
      redundancy: z
        .enum(["LRS", "ZRS", "GRS", "GZRS"])
        .default("GZRS")
        .describe("Copies within a zone, over zones, in the paired region, or both."),
    })
    .prefault({})
    .describe("The storage account for artifacts."),
  queue: z
    .strictObject({
      private: z
        .boolean()
        .default(true)
        .describe(
          "Reached inside the network only, at the price of Service Bus Premium; false: by role and TLS from anywhere.",
        ),
    })
    .prefault({}),
  registry: z
    .strictObject({
      public: z.boolean().default(false).describe("A pipeline outside the network may push, with its Entra role."),
    })
    .prefault({}),
  configuration: z
    .strictObject({
      public: z
        .boolean()
        .default(false)
        .describe("Terraform may write feature flags from outside the network, with its Entra role."),
    })
    .prefault({}),
  audit: z
    .strictObject({
      enabled: z.boolean().default(true).describe("False where another stack of the subscription records."),
      retention_days: z.int().min(30).max(730).default(365).describe("Records are kept this long."),
    })
    .prefault({})
    .describe("The subscription's activity log."),
  budget: budget.optional(),
});
