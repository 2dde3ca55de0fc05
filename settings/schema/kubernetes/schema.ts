import * as z from "zod";
import { cidr, part } from "../common";
import { email, httpsUrl, roleArn } from "../formats";
import { applicationBlocks, shared } from "../shared";
import { system } from "../system";
import { kubernetesCluster } from "./cluster";
import { ingress } from "./ingress";
import { namespace, team } from "./namespace";
import { delivery, gitops, platformServices } from "./platform";
import { service } from "./service";

const secrets = z
  .strictObject({
    store: z
      .enum(["aws", "vault", "none"])
      .default("aws")
      .describe("Store from which External Secrets reads. none: no secrets are read."),
    database_secret: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Name of the secret in the store with username, password and, outside EKS, host of the database. Default on EKS: that of `aws-eks-<environment>`. Required elsewhere with `database`.",
      ),
    api_keys: z
      .record(
        part,
        z.string().regex(/^[\w/+=.@-]+(#[\w.-]+)?$/, { error: "the name of a secret, with #field where it is JSON" }),
      )
      .default({})
      .describe("Entries of the Secret `api-keys`: name = reference, such as openai = shop/prod/api-keys#openai."),
    role_arn: roleArn
      .optional()
      .describe(
        "ARN of the IAM role that reads the store. Default on EKS: that of `aws-eks-<environment>`. Required elsewhere.",
      ),
    vault: z
      .strictObject({
        server: httpsUrl.describe("URL of the HashiCorp Vault server."),
        path: z.string().default("secret").describe("Path of Vault's KV secrets engine."),
        role: z.string().describe("Role of Vault's Kubernetes auth method that reads the secrets."),
      })
      .optional()
      .describe("HashiCorp Vault that is read. Set if and only if `store` is vault."),
  })
  .prefault({})
  .describe("Secrets that External Secrets copies into the namespace.");

const monitoring = z
  .strictObject({
    smtp: z
      .strictObject({
        host: z
          .string()
          .regex(/^[\w.-]+:\d+$/, { error: "host:port" })
          .describe("Host and port of the mail server, which must offer STARTTLS."),
        from: email.describe("Address from which alerts are sent."),
        username: z.string().min(1).describe("User name with which Alertmanager signs in to the mail server."),
        password_secret: z
          .string()
          .regex(/^[a-z0-9.-]+\/[\w.-]+$/, { error: "secret/key" })
          .describe("Secret of the namespace and its key with the password, such as smtp/password."),
      })
      .optional()
      .describe(
        "Mail server over which Alertmanager sends alerts to `notifications`. Default: alerts are shown, but not sent.",
      ),
  })
  .prefault({})
  .describe("How alerts reach people.");

/** `kubernetes-<environment>`: an application on any cluster (documents 003 and 002). */
export const kubernetes = z.strictObject({
  ...shared,
  ...system,
  application: applicationBlocks.application,
  database: applicationBlocks.database
    .optional()
    .describe("The database, of which only `name` is read: another stack makes it. Default: no database."),
  cache: applicationBlocks.cache
    .optional()
    .describe("The cache of `aws-eks-<environment>`, of which nothing is read but that it exists. Default: no cache."),
  alerts: applicationBlocks.alerts,
  business_metrics: applicationBlocks.business_metrics,
  cluster: kubernetesCluster,
  service,
  namespace,
  teams: z.record(part, team).default({}).describe("Teams with rights in the namespace, by name."),
  ingress,
  network_cidr: cidr
    .optional()
    .describe(
      "Address range of database and cache, which pods may reach. Default on EKS: the cluster's VPC. Required elsewhere with `database`.",
    ),
  secrets,
  monitoring,
  platform_services: platformServices,
  gitops: gitops
    .optional()
    .describe("Argo CD deploys the application from a Git repository. Default: Terraform deploys it."),
  delivery,
});
