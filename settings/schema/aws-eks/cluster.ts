import * as z from "zod";
import { cidr, part, uniqueList } from "../common";
import { principalArn } from "../formats";

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

export const cluster = z
  .strictObject({
    version: z
      .enum(["1.34", "1.35"])
      .default("1.35")
      .describe(
        "Kubernetes version, in EKS's standard support (document 003's 1.28 no longer is). It can be raised, not lowered.",
      ),
    public_access_cidrs: uniqueList(cidr)
      .max(40) // Fixed ("Amazon EKS service quotas": public endpoint access CIDR ranges per cluster).
      .default([])
      .describe("Address ranges that may reach the Kubernetes API from the internet. Empty: none may."),
    private_access_cidrs: uniqueList(cidr)
      .optional()
      .describe(
        "Address ranges that may reach the Kubernetes API inside the network: of the VPC, of a VPN, of peered networks. Default: the VPC's range.",
      ),
    private_access_security_groups: uniqueList(
      z.string().regex(/^sg-[0-9a-f]{8,17}$/, { error: "the id of a security group" }),
    )
      .default([])
      .describe(
        "Security groups whose members may reach the Kubernetes API inside the network, such as a build runner's.",
      ),
    admins: z
      .record(part, principalArn)
      .default({})
      .describe(
        "IAM roles that administer the cluster (document 003), each under a name that you choose. No other identity can sign in at first.",
      ),
    access: z
      .record(
        part,
        z.strictObject({
          role_arn: principalArn.describe("ARN of the IAM role or user that gets access."),
          policy: z
            .enum(["view", "edit", "admin"])
            .optional()
            .describe("EKS access policy that the role gets. Default: none, with `groups`."),
          groups: uniqueList(
            z.string().regex(/^(?!(system|eks|aws|amazon|iam):)[\w.:@/-]{1,63}$/, {
              error: "a group of Kubernetes such as developers; system:, eks:, aws:, amazon: and iam: are reserved",
            }),
          )
            .min(1)
            .optional()
            .describe("Groups of Kubernetes that the role is in, as `kubernetes.teams` names them. Default: none."),
          namespaces: uniqueList(part)
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
