import * as z from "zod";
import { budget } from "../alerts";
import { cidr, networkCidr, noncurrentDays, part, uniqueList } from "../common";
import { federation } from "../federation";
import { applicationBlocks, shared } from "../shared";
import { system } from "../system";
import { database } from "./database";
import { loadBalancer } from "./load-balancer";
import { service } from "./service";

/** `azure-<environment>`: an application on Container Instances or Container Apps (document 002). */
export const azure = z.strictObject({
  ...shared,
  ...system,
  ...applicationBlocks,
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
  deployers: z
    .record(part, z.uuid())
    .default({})
    .describe(
      "Object ids in Entra ID of the groups, people or applications that deploy, each under a name that you choose. They get the roles to write certificates, secrets and feature flags. Default: the one who deploys first, and no one later.",
    ),
  vault: z
    .strictObject({
      allowed_cidrs: uniqueList(cidr)
        .default([])
        .describe(
          "Public address ranges from which Key Vault is reached, with a role of Entra ID: those of the people and pipelines who deploy. Default: from inside the network only.",
        ),
    })
    .prefault({})
    .describe("Key Vault of the stack, which holds certificates and secrets."),
  lock: z
    .boolean()
    .default(false)
    .describe(
      "Whether a lock keeps Azure from deleting anything in the resource group. It also prevents a change of image.",
    ),
  zones: uniqueList(z.enum(["1", "2", "3"]))
    .default(["1", "2", "3"])
    .describe("Availability zones in use; empty in a region without zones. Cannot be changed after the first deploy."),
  network: z
    .strictObject({
      cidr: networkCidr.describe(
        "Address range of the virtual network, /16 to /22, from which subnets are computed. Cannot be changed after the first deploy.",
      ),
    })
    .describe("Virtual network of the stack."),
  load_balancer: loadBalancer,
  service,
  database: database.optional().describe("Azure Database for PostgreSQL of the application. Default: no database."),
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
        .default(false)
        .describe(
          "Whether queues are reachable from the network only. That takes Service Bus Premium, one messaging unit for each queue, at hundreds of dollars a month. Otherwise they are Standard: reached over the internet, with TLS and a role of Entra ID; there are no keys. A change replaces the queues with their messages.",
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
        .default(true)
        .describe(
          "Whether App Configuration is reachable from the internet, for Terraform to write feature flags; a role of Entra ID is the only way in. False: deploy from inside the network.",
        ),
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
  ...federation,
  budget: budget.optional(),
});
