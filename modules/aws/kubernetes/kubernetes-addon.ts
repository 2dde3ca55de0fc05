import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import type { Statement } from "../access/policy";
import { resourcesOf } from "./kubernetes-order";
import { type ClusterIdentity, ServiceAccountRole } from "./service-account-role";

/** How an EKS add-on is installed. */
export interface AddonSettings {
  /** The add-on's version, such as `v1.20.4-eksbuild.2`. @default - EKS's choice for the cluster's version at installation */
  readonly version?: string;
  /** The add-on's settings; `aws eks describe-addon-configuration` shows their schema. @default - the add-on's defaults */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** EKS add-ons by name, e.g. `coredns`. */
export type Addons = Readonly<Record<string, AddonSettings>>;

/** What add-ons and controllers need of a cluster. */
export interface ClusterAttributes extends ClusterIdentity {
  /** The cluster's name in EKS. */
  readonly clusterName: string;
}

export interface KubernetesAddonProps {
  readonly names: Names;
  /** The add-on's name in EKS, such as `coredns`. */
  readonly name: string;
  readonly cluster: ClusterAttributes;
  /** Encrypts the volumes that the add-on makes. */
  readonly keyArn: string;
  /** @default - EKS's version and settings */
  readonly settings?: AddonSettings;
  /** @default - nothing */
  readonly dependsOn?: ITerraformDependable[];
}

interface AddonRole {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly managedPolicies: readonly string[];
  readonly statements?: (keyArn: string) => Statement[];
}

const system = { namespace: "kube-system" };

/** Add-ons that call AWS, with the service account and policies that AWS suggests (`aws eks describe-addon-configuration`). */
const roles: Readonly<Record<string, AddonRole>> = {
  "amazon-cloudwatch-observability": {
    namespace: "amazon-cloudwatch",
    serviceAccount: "cloudwatch-agent",
    managedPolicies: ["AWSXrayWriteOnlyAccess", "CloudWatchAgentServerPolicy"],
  },
  "aws-ebs-csi-driver": {
    ...system,
    serviceAccount: "ebs-csi-controller-sa",
    // The second version, since April 2026, reaches only volumes that the driver itself tagged.
    managedPolicies: ["AmazonEBSCSIDriverPolicyV2"],
    statements: volumeEncryption,
  },
  "vpc-cni": { ...system, serviceAccount: "aws-node", managedPolicies: ["AmazonEKS_CNI_Policy"] },
};

const configurations: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "vpc-cni": {
    // Without this the cluster accepts network policies but enforces none.
    enableNetworkPolicy: "true",
    // By default a node holds the addresses of a whole spare interface, up to 30 that no pod uses (aws/amazon-vpc-cni-k8s,
    // docs/eni-and-ip-target.md): 85 nodes of document 003 would need more than its three /24 have. This way it holds one spare address.
    env: { MINIMUM_IP_TARGET: "5", WARM_IP_TARGET: "1" },
  },
};

/** One EKS add-on, with its own role where it calls AWS. */
export class KubernetesAddon extends Construct {
  constructor(scope: Construct, id: string, props: KubernetesAddonProps) {
    super(scope, id);
    const { names, name, cluster, settings = {} } = props;
    const configuration = { ...configurations[name], ...settings.configuration };
    const role =
      roles[name] &&
      new ServiceAccountRole(this, "role", {
        names,
        name,
        cluster,
        ...roles[name],
        serviceAccounts: [roles[name].serviceAccount],
        statements: roles[name].statements?.(props.keyArn),
      });
    new EksAddon(this, "addon", {
      clusterName: cluster.clusterName,
      addonName: name,
      addonVersion: settings.version,
      configurationValues: Object.keys(configuration).length > 0 ? JSON.stringify(configuration) : undefined,
      serviceAccountRoleArn: role?.arn,
      // The stack's values replace manual changes.
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      dependsOn: [...(role ? resourcesOf(role) : []), ...(props.dependsOn ?? [])],
    });
  }
}

/** The rights on the key that making and attaching an encrypted volume takes (Amazon EBS user guide). */
function volumeEncryption(keyArn: string): Statement[] {
  const resources = [keyArn];
  return [
    {
      actions: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      resources,
    },
    {
      actions: ["kms:CreateGrant"],
      resources,
      conditions: [{ test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] }],
    },
  ];
}
