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
        cpu: z.number().positive().describe("vCPU that a pod is sure of; `application.cpu` is what it may use."),
        memory_mib: z.int().min(32).describe("As for CPU."),
        ephemeral_storage_mib: z.int().min(0).default(500).describe("Document 003: 500."),
      })
      .optional()
      .describe("Default: half of what a pod may use (document 003)."),
    ephemeral_storage_mib: z.int().min(1).default(1024).describe("What a pod may write to its own disk."),
    metrics_port: port.default(8081).describe("Where Prometheus asks (document 003)."),
    cache_path: z.string().startsWith("/").default("/app/cache").describe("A writable folder beside /tmp."),
    node_selector: z.record(labelKey, z.string()).default({}).describe("Labels of the nodes to run on."),
    tolerations: z.record(labelKey, z.string()).default({}).describe("NoSchedule taints to bear: key = value."),
    grace_seconds: seconds.max(3600).default(60).describe("From the request to stop until the kill."),
    image_pull_secret: z
      .string()
      .min(1)
      .optional()
      .describe("Secret of the namespace with the registry's credentials."),
    storage: z
      .strictObject({
        size_gib: z.int().min(1).max(65_536).describe("Of the volume."),
        storage_class: z.string().optional().describe("Default: the cluster's own."),
        path: z.string().startsWith("/").default("/data").describe("Where pods find it."),
      })
      .optional()
      .describe("A volume that all pods share. Absent: none."),
  })
  .prefault({});

const amount = z.strictObject({
  cpu: z.number().positive().describe("vCPU."),
  memory_gib: z.number().positive().describe("Memory."),
});

const namespace = z
  .strictObject({
    pod_security: z.enum(["restricted", "baseline"]).default("restricted").describe("Pod Security Standard."),
    quota: z
      .strictObject({
        requests: amount.describe("What all pods together may ask for."),
        limits: amount.describe("What all pods together may use."),
        pods: z.int().min(1).describe("Most pods."),
      })
      .describe("Room for the most replicas, and for the quarter more that an update adds."),
  })
  .describe("The namespace <system>-<environment>.");

const team = z.strictObject({
  groups: z.array(z.string().min(1)).min(1).describe("Groups of the cluster's identity provider."),
  role: z.enum(["view", "deploy", "admin"]).default("view").describe("What they may do in the namespace."),
  service_account: z.boolean().default(false).describe("An account for the team's pipeline."),
});

const ingress = z
  .strictObject({
    kind: z
      .enum(["gateway", "nginx"])
      .default("gateway")
      .describe("Gateway API; or ingress-nginx, which is retired and gets no more fixes."),
    host: domain.describe("Name of the application."),
    requests_per_minute: z.int().min(1).default(1000).describe("Per client; more are refused (document 003: 1000)."),
    tls_secret: z.string().min(1).optional().describe("Default: <system>-tls (document 003)."),
    issuer: z
      .strictObject({
        name: z.string().default("letsencrypt-prod").describe("The ClusterIssuer (document 003)."),
        email: email.describe("Whom the authority warns."),
        zone_id: z
          .string()
          .min(1)
          .optional()
          .describe("Route53 zone in which names are proved. Default: they are proved over HTTP."),
        server: z
          .url({ protocol: /^https$/ })
          .default("https://acme-v02.api.letsencrypt.org/directory")
          .describe("ACME directory."),
      })
      .optional()
      .describe("cert-manager makes the certificate. Absent: the secret exists."),
  })
  .describe("How clients get in.");

const secrets = z
  .strictObject({
    store: z.enum(["aws", "vault", "none"]).default("aws").describe("Where External Secrets reads; none: no secrets."),
    database_secret: z
      .string()
      .min(1)
      .optional()
      .describe("Name of the database's secret in the store. Default with EKS: from Parameter Store."),
    database_host: z.string().min(1).optional().describe("The database. Default with EKS: from Parameter Store."),
    api_keys: z
      .record(
        part,
        z.string().regex(/^[\w/+=.@-]+(#[\w.-]+)?$/, { error: "the name of a secret, with #field where it is JSON" }),
      )
      .default({})
      .describe("Entries of the secret `api-keys`, by reference: openai = ai-prism/api-keys#openai."),
    role_arn: arn.optional().describe("Role that reads the store. Default with EKS: that of `aws-eks-<environment>`."),
    vault: z
      .strictObject({
        server: z.url({ protocol: /^https$/ }).describe("Address of Vault."),
        path: z.string().default("secret").describe("The KV engine."),
        role: z.string().describe("Kubernetes auth role."),
      })
      .optional(),
  })
  .prefault({});

const monitoring = z
  .strictObject({
    smtp: z
      .strictObject({
        host: z
          .string()
          .regex(/^[\w.-]+:\d+$/, { error: "host:port" })
          .describe("Mail server with STARTTLS."),
        from: email.describe("Sender."),
        username: z.string().min(1).describe("Signs in with this name."),
        password_secret: z
          .string()
          .regex(/^[a-z0-9.-]+\/[\w.-]+$/, { error: "secret/key" })
          .describe("Secret of the namespace and its key."),
      })
      .optional()
      .describe("How Alertmanager reaches `notifications`. Absent: alerts are shown and nobody is told."),
  })
  .prefault({});

/** `kubernetes-<environment>`: AI-Prism on any cluster (documents 003 and 002). */
export const kubernetes = z.strictObject({
  ...shared,
  application: applicationBlocks.application,
  database: applicationBlocks.database.describe("Its name; the database itself is made elsewhere."),
  alerts: applicationBlocks.alerts,
  system: z.enum(["ai-prism", "test-execution"]).default("ai-prism").describe("First part of every name."),
  cluster: kubernetesCluster,
  service,
  namespace,
  teams: z.record(part, team).default({}).describe("Who may do what in the namespace."),
  ingress,
  network_cidr: cidr.optional().describe("Where database and cache are. Default with EKS: the cluster's VPC."),
  secrets,
  monitoring,
  platform_services: platformServices,
  gitops: gitops.optional().describe("Absent: Terraform deploys the application."),
  delivery,
});
