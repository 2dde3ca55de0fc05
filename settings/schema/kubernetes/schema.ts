import * as z from "zod";
import { arn, cidr, domain, email, part, port, seconds } from "../common";
import { applicationBlocks, shared } from "../shared";
import { kubernetesCluster } from "./cluster";
import { delivery, gitops, platformServices } from "./platform";

const labelKey = z.string().regex(/^[A-Za-z0-9./_-]{1,253}$/, { error: "a label key such as tier" });

const service = z
  .strictObject({
    requests: z
      .strictObject({
        cpu: z
          .number()
          .positive()
          .describe("vCPU that are reserved for each pod. At most `application.cpu`, its limit."),
        memory_mib: z
          .int()
          .min(32)
          .describe("Memory that is reserved for each pod, in MiB. At most `application.memory_mib`, its limit."),
        ephemeral_storage_mib: z
          .int()
          .min(0)
          .default(500)
          .describe("Disk space that is reserved for each pod, in MiB (document 003: 500)."),
      })
      .optional()
      .describe("Resources that are reserved for each pod. Default: half of its limits (document 003)."),
    ephemeral_storage_mib: z
      .int()
      .min(1)
      .default(1024)
      .describe("Limit of what a pod may write to its own disk, in MiB."),
    metrics_port: port
      .default(8081)
      .describe("Port on which the application serves metrics to Prometheus (document 003: 8081)."),
    cache_path: z
      .string()
      .startsWith("/")
      .default("/app/cache")
      .describe("Folder of the container that is writable, in addition to /tmp."),
    node_selector: z.record(labelKey, z.string()).default({}).describe("Labels that a node must have to run the pods."),
    tolerations: z
      .record(labelKey, z.string())
      .default({})
      .describe("NoSchedule taints that the pods tolerate: key = value."),
    grace_seconds: seconds
      .max(3600)
      .default(60)
      .describe("Seconds from SIGTERM until a pod that still runs is killed."),
    image_pull_secret: z
      .string()
      .min(1)
      .optional()
      .describe("Name of the Secret in the namespace with the registry's credentials. Default: none are needed."),
    storage: z
      .strictObject({
        size_gib: z
          .int()
          .min(1)
          .max(65_536)
          .describe(
            "Size of the volume, in GiB. It can be raised after the first deploy if the storage class allows it, not lowered.",
          ),
        storage_class: z
          .string()
          .optional()
          .describe(
            "Storage class of the volume. Default: the cluster's default class. Cannot be changed after the first deploy.",
          ),
        path: z
          .string()
          .startsWith("/")
          .default("/data")
          .describe("Folder of the container where the volume is mounted."),
      })
      .optional()
      .describe("Volume that all pods share. Default: none."),
  })
  .prefault({})
  .describe("How the application's pods run.");

const amount = z.strictObject({
  cpu: z.number().positive().describe("Sum over all pods of the namespace, in vCPU."),
  memory_gib: z.number().positive().describe("Sum over all pods of the namespace, in GiB."),
});

const namespace = z
  .strictObject({
    pod_security: z
      .enum(["restricted", "baseline"])
      .default("restricted")
      .describe("Pod Security Standard that the namespace enforces."),
    quota: z
      .strictObject({
        requests: amount.describe("Most resources that all pods together may reserve."),
        limits: amount.describe("Most resources that all pods together may use."),
        pods: z.int().min(1).describe("Most pods of the namespace."),
      })
      .describe("Quota of the namespace. It must hold the most replicas and a quarter more, which an update adds."),
  })
  .describe("Namespace <system>-<environment>, which the stack makes.");

const team = z.strictObject({
  groups: z
    .array(z.string().min(1))
    .min(1)
    .describe("Groups of the cluster's identity provider that belong to the team."),
  role: z.enum(["view", "deploy", "admin"]).default("view").describe("Rights of the team in the namespace."),
  service_account: z.boolean().default(false).describe("Whether the team gets a service account for its pipeline."),
});

const ingress = z
  .strictObject({
    kind: z
      .enum(["gateway", "nginx"])
      .default("gateway")
      .describe(
        "How requests enter: gateway is the Gateway API; nginx is ingress-nginx, which is retired and gets no more fixes.",
      ),
    host: domain.describe("Domain name of the application."),
    requests_per_minute: z
      .int()
      .min(1)
      .default(1000)
      .describe("Requests per client and minute above which it is refused (document 003: 1000)."),
    tls_secret: z
      .string()
      .min(1)
      .optional()
      .describe("Name of the Secret with the TLS certificate. Default: <system>-tls (document 003)."),
    issuer: z
      .strictObject({
        name: z.string().default("letsencrypt-prod").describe("Name of the ClusterIssuer (document 003)."),
        email: email.describe("Address to which the certificate authority sends warnings."),
        zone_id: z
          .string()
          .min(1)
          .optional()
          .describe("Id of the Route53 zone in which domains are proved. Default: they are proved over HTTP."),
        server: z
          .url({ protocol: /^https$/ })
          .default("https://acme-v02.api.letsencrypt.org/directory")
          .describe("URL of the certificate authority's ACME directory."),
      })
      .optional()
      .describe("Issuer from which cert-manager gets the certificate. Default: the Secret exists already."),
  })
  .describe("How clients reach the application.");

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
        "Name of the secret in the store with username, password and, outside EKS, host of the database. Default on EKS: that of `aws-eks-<environment>`. Required elsewhere.",
      ),
    api_keys: z
      .record(
        part,
        z.string().regex(/^[\w/+=.@-]+(#[\w.-]+)?$/, { error: "the name of a secret, with #field where it is JSON" }),
      )
      .default({})
      .describe("Entries of the Secret `api-keys`: name = reference, such as openai = ai-prism/api-keys#openai."),
    role_arn: arn
      .optional()
      .describe(
        "ARN of the IAM role that reads the store. Default on EKS: that of `aws-eks-<environment>`. Required elsewhere.",
      ),
    vault: z
      .strictObject({
        server: z.url({ protocol: /^https$/ }).describe("URL of the HashiCorp Vault server."),
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

/** `kubernetes-<environment>`: AI-Prism on any cluster (documents 003 and 002). */
export const kubernetes = z.strictObject({
  ...shared,
  application: applicationBlocks.application,
  database: applicationBlocks.database.describe("The database, of which only `name` is read: another stack makes it."),
  alerts: applicationBlocks.alerts,
  system: z
    .enum(["ai-prism", "test-execution"])
    .default("ai-prism")
    .describe("First part of every name. Cannot be changed after the first deploy."),
  cluster: kubernetesCluster,
  service,
  namespace,
  teams: z.record(part, team).default({}).describe("Teams with rights in the namespace, by name."),
  ingress,
  network_cidr: cidr
    .optional()
    .describe(
      "Address range of database and cache, which pods may reach. Default on EKS: the cluster's VPC. Required elsewhere.",
    ),
  secrets,
  monitoring,
  platform_services: platformServices,
  gitops: gitops
    .optional()
    .describe("Argo CD deploys the application from a Git repository. Default: Terraform deploys it."),
  delivery,
});
