import * as z from "zod";
import { budget } from "../alerts";
import { bedrockModel } from "../aws-shared/api";
import { loadBalancer } from "../aws-shared/ingress";
import { awsNetwork } from "../aws-shared/network";
import { auroraDatabase, awsCache } from "../aws-shared/stores";
import { webFirewall } from "../aws-shared/web-firewall";
import { part, uniqueList } from "../common";
import { deploy } from "../deploy";
import { applicationBlocks, awsShared } from "../shared";
import { system } from "../system";
import { cluster } from "./cluster";
import { nodeGroup } from "./node-group";

const controllers = z
  .strictObject({
    external_secrets: z
      .boolean()
      .default(true)
      .describe("Whether External Secrets Operator gets a role to read the stack's secrets."),
    load_balancer_controller: z
      .boolean()
      .default(true)
      .describe("Whether AWS Load Balancer Controller gets a role to register pods as targets."),
    external_dns: z
      .boolean()
      .default(true)
      .describe("Whether external-dns gets a role to write records of `load_balancer.zone_id`, if that is set."),
    cert_manager: z
      .boolean()
      .default(true)
      .describe("Whether cert-manager gets a role to prove domains in `load_balancer.zone_id`, if that is set."),
    cluster_autoscaler: z
      .boolean()
      .default(true)
      .describe("Whether Cluster Autoscaler gets a role to add and remove nodes."),
    argo_cd: z
      .boolean()
      .default(true)
      .describe("Whether Argo CD gets a role to read images and charts of the stack's registry."),
    opentelemetry_collector: z
      .boolean()
      .default(true)
      .describe("Whether the OpenTelemetry collector gets a role to send traces to X-Ray."),
  })
  .prefault({})
  .describe("IAM roles for the controllers that `kubernetes-<environment>` installs, one each.");

/** `aws-eks-<environment>`: EKS, database and cache of AI-Prism (document 003); `kubernetes-<environment>` runs on it. */
export const awsEks = z.strictObject({
  ...awsShared,
  ...system,
  ...applicationBlocks,
  network: awsNetwork,
  cluster,
  node_groups: z.record(part, nodeGroup).describe("Groups of nodes by name. A renamed group is replaced."),
  database: auroraDatabase.optional().describe("Aurora PostgreSQL cluster of the application. Default: no database."),
  cache: awsCache.optional().describe("ElastiCache Redis of the application. Default: no cache."),
  backup: applicationBlocks.backup.prefault({}),
  load_balancer: loadBalancer
    .omit({ web_acl_arn: true })
    .describe("Application Load Balancer with its domain name and certificate."),
  web_firewall: webFirewall
    .extend({
      count_bodies: z
        .boolean()
        .default(false)
        .describe(
          "Whether rules on a request's body count it instead of blocking it, for an application that takes bodies of more than 8 KiB, logs or code.",
        ),
    })
    .prefault({})
    .describe("AWS WAF web ACL that filters requests to the load balancer."),
  controllers,
  models: uniqueList(bedrockModel)
    .default([])
    .describe("Models or inference profiles of Bedrock that the application may call, by id. Default: none."),
  deploy: deploy
    .extend({
      stack: z
        .string()
        .regex(/^[a-z](-?[a-z0-9])*$/, { error: "the id of a stack such as shop-kubernetes-prod" })
        .optional()
        .describe("Id of the stack that deploys the application. Default: <system>-kubernetes-<environment>."),
    })
    .optional()
    .describe(
      "IAM role with which GitHub Actions deploys images by the `kubernetes` stack of the system: it changes what is in the application's namespace. With GitOps there is nothing to deploy. Default: no such role.",
    ),
  budget: budget.optional(),
});
