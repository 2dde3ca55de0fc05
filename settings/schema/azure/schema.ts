import * as z from "zod";
import { budget } from "../alerts";
import { backupTime, cidr, cronTask, domain, noncurrentDays, part, tracing } from "../common";
import { applicationBlocks, shared } from "../shared";

const secretName = z.string().regex(/^[A-Za-z0-9-]{1,127}$/, { error: "the name of a secret in Key Vault" });

const service = z
  .strictObject({
    platform: z
      .enum(["container_instances", "container_apps"])
      .default("container_instances")
      .describe(
        "Service that runs the containers. Container Instances (document 002) always run `replicas.min`; Container Apps scale.",
      ),
    blue_green: z
      .boolean()
      .default(false)
      .describe(
        "Container Instances only: whether there are two sets, each with its own image; `--var green_percent=…` sends all requests to one.",
      ),
    registry_credentials: z
      .strictObject({
        server: domain.describe("Host of the registry, such as ghcr.io."),
        username: z.string().min(1).describe("User name with which images are pulled."),
        secret: secretName.describe("Name of the secret in the stack's Key Vault that holds the password."),
      })
      .optional()
      .describe("Container Apps only: credentials of a private registry outside Azure. Default: none."),
    tasks: z
      .record(part, cronTask)
      .default({})
      .describe("Container Apps only: jobs that run to their end with the application's image, by name."),
    tracing: tracing("docker.io/otel/opentelemetry-collector-contrib:0.138.0", {
      enabled: "Whether every replica has a collector, which takes 0.25 vCPU and 512 MiB more.",
      description: "Tracing with an OpenTelemetry collector in each replica, to Application Insights.",
    }),
  })
  .prefault({})
  .describe("How the application's containers run.");

const loadBalancer = z
  .strictObject({
    domain: domain.describe("Domain name of the application."),
    certificate: secretName.describe(
      "Name of the certificate in the stack's Key Vault. Import it there before the gateway is deployed.",
    ),
    dns_zone: z
      .strictObject({
        name: domain.describe("Name of the DNS zone, which `domain` ends with."),
        resource_group: z.string().min(1).describe("Resource group of the DNS zone."),
      })
      .optional()
      .describe(
        "Existing Azure DNS zone to which the record of `domain` is written. Default: none; point `domain` at the output `load_balancer_dns_name`.",
      ),
    requests_per_ip: z
      .int()
      .min(10)
      .default(2000)
      .describe("Requests per client address and five minutes above which it is refused."),
    ingress_cidrs: z
      .array(cidr)
      .min(1)
      .optional()
      .describe("Address ranges from which clients may connect. Default: the whole internet."),
    capacity: z
      .strictObject({
        min: z.int().min(0).max(125).default(2).describe("Least capacity units of the Application Gateway."),
        max: z.int().min(2).max(125).default(10).describe("Most capacity units of the Application Gateway."),
      })
      .prefault({})
      .describe("Capacity units between which the Application Gateway scales."),
  })
  .describe("Application Gateway with its domain name and certificate.");

const database = applicationBlocks.database
  .extend({
    sku: z
      .string()
      .regex(/^(B|GP|MO)_Standard_\w+$/, { error: "a size such as GP_Standard_D2ds_v5" })
      .optional()
      .describe("Exact SKU of the database server. Default: the one of `size`."),
    administrators: z
      .record(
        part,
        z.strictObject({
          object_id: z.uuid().describe("Object id of the group, application or user in Entra ID."),
          name: z.string().min(1).describe("Name of the group, application or user; also its user name in PostgreSQL."),
          type: z
            .enum(["Group", "ServicePrincipal", "User"])
            .default("Group")
            .describe("Kind of the identity in Entra ID."),
        }),
      )
      .describe(
        "Administrators of the database, each under a name that you choose. They sign in with Entra ID; there is no password.",
      ),
    geo_redundant_backups: z
      .boolean()
      .default(true)
      .describe(
        "Whether the paired region gets a copy of the backups (RPO under 1 hour, document 002). Cannot be changed after the first deploy.",
      ),
    restore_from: z
      .strictObject({
        server_id: z.string().startsWith("/subscriptions/").describe("Resource id of the server whose backup is used."),
        time: backupTime.describe("Moment of that server to restore, in UTC."),
        other_region: z.boolean().default(false).describe("Whether that server is in the paired region."),
      })
      .optional()
      .describe("Backup from which a new database is made. It has no effect on a database that exists."),
  })
  .describe("Azure Database for PostgreSQL of the application.");

/** `azure-<environment>`: the Test Execution System on Container Instances (document 002). */
export const azure = z.strictObject({
  ...shared,
  ...applicationBlocks,
  system: z
    .literal("test-execution")
    .default("test-execution")
    .describe("First part of every name. Cannot be changed after the first deploy."),
  subscription_id: z
    .uuid()
    .describe("Id of the only Azure subscription that this stack may touch. Cannot be changed after the first deploy."),
  tenant_id: z.uuid().describe("Id of the Entra tenant of the subscription. Cannot be changed after the first deploy."),
  suffix: z
    .string()
    .regex(/^[a-z0-9]{1,4}$/, { error: "1 to 4 lower-case letters and digits" })
    .describe(
      "Part of names that must be unique in all of Azure, such as the storage account's. Cannot be changed after the first deploy.",
    ),
  location: z
    .string()
    .regex(/^[a-z]+\d?$/, { error: "a region of Azure such as eastus" })
    .describe("Azure region of the stack, from regions/<region>.tfvars. Cannot be changed after the first deploy."),
  lock: z
    .boolean()
    .default(false)
    .describe(
      "Whether a lock keeps Azure from deleting anything in the resource group. It also prevents a change of image.",
    ),
  zones: z
    .array(z.enum(["1", "2", "3"]))
    .default(["1", "2", "3"])
    .describe("Availability zones in use; empty in a region without zones. Cannot be changed after the first deploy."),
  network: z
    .strictObject({
      cidr: cidr.describe(
        "Address range of the virtual network, /16 to /22, from which subnets are computed. Cannot be changed after the first deploy.",
      ),
    })
    .describe("Virtual network of the stack."),
  load_balancer: loadBalancer,
  service,
  database,
  cache: applicationBlocks.cache.optional().describe("Redis cache of the application. Default: no cache."),
  backup: applicationBlocks.backup
    .prefault({})
    .describe(
      "Backup vault, in addition to the database's own backups: the bucket daily, the database every Sunday (limit of Azure).",
    ),
  artifacts: z
    .strictObject({
      noncurrent_days: noncurrentDays,
      redundancy: z
        .enum(["LRS", "ZRS", "GRS", "GZRS"])
        .default("GZRS")
        .describe(
          "Where copies are: LRS in one zone, ZRS in three zones, GRS and GZRS also in the paired region. A change between zonal (ZRS, GZRS) and others replaces the account.",
        ),
    })
    .prefault({})
    .describe("Storage account for the application's artifacts."),
  queue: z
    .strictObject({
      private: z
        .boolean()
        .default(true)
        .describe(
          "Whether queues are reachable from the network only, which needs Service Bus Premium. A change replaces the queues with their messages.",
        ),
    })
    .prefault({})
    .describe("Service Bus namespaces of the components' queues."),
  registry: z
    .strictObject({
      public: z
        .boolean()
        .default(false)
        .describe(
          "Whether the container registry is reachable from the internet, for a pipeline with a role in Entra ID.",
        ),
    })
    .prefault({})
    .describe("Container registry of the application's image."),
  configuration: z
    .strictObject({
      public: z
        .boolean()
        .default(false)
        .describe("Whether App Configuration is reachable from the internet, for Terraform to write feature flags."),
    })
    .prefault({})
    .describe("App Configuration, which holds the feature flags."),
  audit: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe("Whether this stack records the activity log. False where another stack of the subscription does."),
      retention_days: z
        .int()
        .min(30)
        .max(730)
        .default(365)
        .describe("Days until a record of the activity log is deleted."),
    })
    .prefault({})
    .describe("Records of the subscription's activity log."),
  budget: budget.optional(),
});
