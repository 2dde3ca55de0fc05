import * as z from "zod";
import { budget } from "../alerts";
import { loadBalancer } from "../aws-shared/ingress";
import { awsNetwork } from "../aws-shared/network";
import { auroraDatabase, awsCache } from "../aws-shared/stores";
import { webFirewall } from "../aws-shared/web-firewall";
import { arn, cidr, part } from "../common";
import { applicationBlocks, shared } from "../shared";

const label = z.string().regex(/^([a-z0-9.-]+\/)?[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/, {
  error: "a label in lower case, with a prefix at most, such as tier or nvidia.com/gpu",
});

const addon = z.strictObject({
  version: z
    .string()
    .regex(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/, { error: "an add-on version such as v1.20.4-eksbuild.2" })
    .optional()
    .describe("Version of the add-on. Default: EKS's default for the cluster's version."),
  configuration: z
    .record(z.string(), z.json())
    .optional()
    .describe("Configuration of the add-on, as `aws eks describe-addon-configuration` lists it. Default: none."),
});

const cluster = z
  .strictObject({
    version: z
      .enum(["1.34", "1.35"])
      .default("1.35")
      .describe(
        "Kubernetes version, in EKS's standard support (document 003's 1.28 no longer is). It can be raised, not lowered.",
      ),
    public_access_cidrs: z
      .array(cidr)
      .default([])
      .describe("Address ranges that may reach the Kubernetes API from the internet. Empty: only the VPC may."),
    admins: z
      .record(part, arn)
      .default({})
      .describe(
        "IAM roles that administer the cluster (document 003), each under a name that you choose. No other identity can sign in at first.",
      ),
    access: z
      .record(
        part,
        z.strictObject({
          role_arn: arn.describe("ARN of the IAM role that gets access."),
          policy: z.enum(["view", "edit", "admin"]).describe("EKS access policy that the role gets."),
          namespaces: z
            .array(part)
            .min(1)
            .optional()
            .describe("Namespaces to which the access is limited. Default: the whole cluster."),
        }),
      )
      .default({})
      .describe("Further IAM roles with access to the cluster, each under a name that you choose."),
    addons: z
      .partialRecord(
        z.enum([
          "aws-ebs-csi-driver",
          "coredns",
          "eks-pod-identity-agent",
          "kube-proxy",
          "metrics-server",
          "vpc-cni",
          "amazon-cloudwatch-observability",
        ]),
        addon,
      )
      .default({})
      .describe("EKS add-ons to install, by name."),
  })
  .prefault({})
  .describe("EKS cluster and the identities that may use it.");

const nodeGroup = z.strictObject({
  instance_types: z
    .array(z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, { error: "an instance type such as c5.large" }))
    .min(1)
    .describe(
      "EC2 instance types: on demand in order of preference, on Spot by availability. A change replaces the group.",
    ),
  capacity: z
    .enum(["on_demand", "spot"])
    .default("on_demand")
    .describe("How instances are bought. AWS may take Spot instances back at any time. A change replaces the group."),
  min: z.int().min(0).max(450).describe("Least nodes of the group."),
  max: z.int().min(1).max(450).describe("Most nodes of the group (limit of EKS: 450)."),
  desired: z
    .int()
    .min(0)
    .max(450)
    .describe("Nodes when the group is made. The cluster autoscaler decides from then on."),
  ami_type: z
    .enum(["AL2023_x86_64_STANDARD", "AL2023_ARM_64_STANDARD", "AL2023_x86_64_NVIDIA"])
    .default("AL2023_x86_64_STANDARD")
    .describe("Machine image of the nodes; NVIDIA has the GPU driver. A change replaces the group."),
  release_version: z
    .string()
    .regex(/^\d+\.\d+\.\d+-\d{8}$/, { error: "an image release such as 1.35.2-20261105" })
    .optional()
    .describe("Release of the machine image; a newer one brings patches. Default: the newest when the group is made."),
  disk_gib: z.int().min(20).max(16_384).default(50).describe("Size of each node's encrypted disk, in GiB."),
  labels: z
    .record(label, z.string().max(63))
    .default({})
    .describe("Kubernetes labels by which pods select these nodes."),
  taints: z
    .record(
      label,
      z.strictObject({
        value: z.string().max(63).describe("Value of the taint."),
        effect: z
          .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
          .default("NoSchedule")
          .describe("What happens to pods that do not tolerate the taint."),
      }),
    )
    .default({})
    .describe("Taints by key: only pods that tolerate them run on these nodes."),
});

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
  })
  .prefault({})
  .describe("IAM roles for the controllers that `kubernetes-<environment>` installs, one each.");

/** `aws-eks-<environment>`: EKS, database and cache of AI-Prism (document 003); `kubernetes-<environment>` runs on it. */
export const awsEks = z.strictObject({
  ...shared,
  ...applicationBlocks,
  system: z
    .literal("ai-prism")
    .default("ai-prism")
    .describe("First part of every name. Cannot be changed after the first deploy."),
  network: awsNetwork,
  cluster,
  node_groups: z.record(part, nodeGroup).describe("Groups of nodes by name. A renamed group is replaced."),
  database: auroraDatabase,
  cache: awsCache,
  backup: applicationBlocks.backup.prefault({}),
  load_balancer: loadBalancer
    .omit({ web_acl_arn: true })
    .describe("Application Load Balancer with its domain name and certificate."),
  web_firewall: webFirewall.prefault({}).describe("AWS WAF web ACL that filters requests to the load balancer."),
  controllers,
  budget: budget.optional(),
});
