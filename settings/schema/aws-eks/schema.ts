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
    .describe("Default: the one that EKS gives the cluster's version."),
  configuration: z
    .record(z.string(), z.json())
    .optional()
    .describe("The add-on's own settings, as `aws eks describe-addon-configuration` tells them. Default: none."),
});

const cluster = z
  .strictObject({
    version: z
      .enum(["1.34", "1.35"])
      .default("1.35")
      .describe("Kubernetes, one of the versions in EKS's standard support (document 003's 1.28 is past it)."),
    public_access_cidrs: z
      .array(cidr)
      .default([])
      .describe("Who may reach the API from the internet. Empty: it is reached from the VPC only."),
    admins: z
      .record(part, arn)
      .default({})
      .describe(
        "Roles that administer the cluster (document 003), by a name of your own. Nobody else can sign in at first.",
      ),
    access: z
      .record(
        part,
        z.strictObject({
          role_arn: arn.describe("Who."),
          policy: z.enum(["view", "edit", "admin"]).describe("EKS's own access policies."),
          namespaces: z.array(part).min(1).optional().describe("Where. Default: the whole cluster."),
        }),
      )
      .default({})
      .describe("Further access entries."),
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
      .describe("EKS add-ons."),
  })
  .prefault({});

const nodeGroup = z.strictObject({
  instance_types: z
    .array(z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, { error: "an instance type such as c5.large" }))
    .min(1)
    .describe("In order of preference; Spot takes what there is."),
  capacity: z.enum(["on_demand", "spot"]).default("on_demand").describe("Spot is cheaper and may be taken away."),
  min: z.int().min(0).max(450).describe("Fewest nodes."),
  max: z.int().min(1).max(450).describe("Most nodes (EKS: 450 per group)."),
  desired: z.int().min(0).max(450).describe("Nodes to begin with; the autoscaler decides from then on."),
  ami_type: z
    .enum(["AL2023_x86_64_STANDARD", "AL2023_ARM_64_STANDARD", "AL2023_x86_64_NVIDIA"])
    .default("AL2023_x86_64_STANDARD")
    .describe("Image of the nodes; NVIDIA's has the driver of GPUs."),
  release_version: z
    .string()
    .regex(/^\d+\.\d+\.\d+-\d{8}$/, { error: "an image release such as 1.35.2-20261105" })
    .optional()
    .describe("A release of that image: how patches arrive. Default: the newest when the group is made."),
  disk_gib: z.int().min(20).max(16_384).default(50).describe("Encrypted disk of each node."),
  labels: z.record(label, z.string().max(63)).default({}).describe("By which pods choose these nodes."),
  taints: z
    .record(
      label,
      z.strictObject({
        value: z.string().max(63).describe("Of the taint."),
        effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).default("NoSchedule"),
      }),
    )
    .default({})
    .describe("Which pods stay away unless they tolerate it, by key."),
});

const controllers = z
  .strictObject({
    external_secrets: z.boolean().default(true).describe("External Secrets Operator."),
    load_balancer_controller: z.boolean().default(true).describe("Binds pods to the load balancer's target group."),
    external_dns: z.boolean().default(true).describe("Writes names of `load_balancer.zone_id`; needs it."),
    cert_manager: z.boolean().default(true).describe("Proves names of `load_balancer.zone_id`; needs it."),
    cluster_autoscaler: z.boolean().default(true).describe("Adds and removes nodes."),
    argo_cd: z.boolean().default(true).describe("Reads images and charts of the account's registry."),
  })
  .prefault({})
  .describe("Controllers of `kubernetes-<environment>` that get a role each.");

/** `aws-eks-<environment>`: the ground of AI-Prism on EKS (document 003). */
export const awsEks = z.strictObject({
  ...shared,
  ...applicationBlocks,
  system: z.literal("ai-prism").default("ai-prism").describe("First part of every name."),
  network: awsNetwork,
  cluster,
  node_groups: z.record(part, nodeGroup).describe("By name."),
  database: auroraDatabase,
  cache: awsCache,
  backup: applicationBlocks.backup.prefault({}),
  load_balancer: loadBalancer.omit({ web_acl_arn: true }),
  web_firewall: webFirewall.prefault({}).describe("AWS WAF before the load balancer."),
  controllers,
  budget: budget.optional(),
});
