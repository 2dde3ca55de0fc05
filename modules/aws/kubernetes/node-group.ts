import { DataAwsDefaultTags } from "@cdktf/provider-aws/lib/data-aws-default-tags";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { ServiceRole } from "../access/service-role";
import type { NetworkAttributes } from "../network/network";
import type { KubernetesCluster } from "./kubernetes-cluster";
import { resourcesOf } from "./kubernetes-order";

/** A Kubernetes taint: keeps pods without a matching toleration away from the nodes. */
export interface Taint {
  /** The value that a toleration must match. */
  readonly value: string;
  /** What happens to pods without the toleration. */
  readonly effect: keyof typeof effects;
}

export interface NodeGroupProps {
  readonly names: Names;
  /** The group within the cluster, such as `web`. */
  readonly name: string;
  /** The cluster that the nodes join. */
  readonly cluster: KubernetesCluster;
  /** The nodes are in its private subnets. */
  readonly network: NetworkAttributes;
  /** Encrypts the disks. The key must be made with `autoScaling`, or no node starts. */
  readonly keyArn: string;
  /** Instance types. On demand uses the first that is available; Spot the ones that AWS is least likely to interrupt. */
  readonly instanceTypes: readonly string[];
  /** On demand, or Spot: cheaper, but AWS may take the nodes away at short notice. */
  readonly capacity: "on_demand" | "spot";
  /** Number of nodes; the cluster autoscaler decides between `min` and `max` once the group exists. */
  readonly size: { readonly min: number; readonly max: number; readonly desired: number };
  /** Kubernetes labels by which pods choose these nodes, such as `tier`. */
  readonly labels: Readonly<Record<string, string>>;
  /** Kubernetes taints by key. Without any, every pod may run here. */
  readonly taints: Readonly<Record<string, Taint>>;
  /** Disk of each node, in GiB: images, logs and scratch space of its pods. */
  readonly diskGib: number;
  /** Machine image of the nodes; `AL2023_x86_64_NVIDIA` has the GPU driver. */
  readonly amiType: "AL2023_x86_64_STANDARD" | "AL2023_ARM_64_STANDARD" | "AL2023_x86_64_NVIDIA";
  /** A release of that image, such as `1.35.2-20261105`; a newer one brings patches. @default - the newest when the group is made */
  readonly releaseVersion?: string;
}

const effects = {
  NoSchedule: "NO_SCHEDULE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
};

/**
 * Nodes of one kind in the private subnets: encrypted disks, IMDSv2, unhealthy nodes replaced, updates of a third at a time. EKS
 * tags the group so that the cluster autoscaler finds it. Pods have the cluster's security group and none of the node's rights.
 */
export class NodeGroup extends Construct {
  readonly nodeGroupName: string;
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: NodeGroupProps) {
    super(scope, id);
    const { names, name, cluster, size } = props;

    const role = new ServiceRole(this, "role", {
      names,
      name: `${name}-node`,
      service: "ec2.amazonaws.com",
      conditions: [], // EC2 sends no source account when it assumes the role of an instance.
      // The node has no right to assign addresses to pods: the service account of `vpc-cni` has it.
      managedPolicyArns: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"].map(
        (policy) => `arn:aws:iam::aws:policy/${policy}`,
      ),
    });
    const template = launchTemplate(this, props);
    const group = new EksNodeGroup(this, "group", {
      clusterName: cluster.clusterName,
      // A prefix, so that a change of instance types makes the new group before it deletes the old one.
      nodeGroupNamePrefix: names.of("node_group", name),
      nodeRoleArn: role.arn,
      subnetIds: props.network.privateSubnetIds,
      version: cluster.version,
      releaseVersion: props.releaseVersion,
      amiType: props.amiType,
      capacityType: props.capacity.toUpperCase(),
      instanceTypes: [...props.instanceTypes],
      scalingConfig: { minSize: size.min, maxSize: size.max, desiredSize: size.desired },
      labels: { ...props.labels },
      taint: Object.entries(props.taints).map(([key, { value, effect }]) => ({
        key,
        value,
        effect: effects[effect],
      })),
      launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
      // Without the networking add-ons a node never becomes ready; without its role EKS cannot remove it.
      dependsOn: [...cluster.beforeNodes, ...resourcesOf(role)],
      lifecycle: { createBeforeDestroy: true, ignoreChanges: ["scaling_config[0].desired_size"] },
    });

    this.nodeGroupName = group.nodeGroupName;
    this.roleArn = role.arn;
  }
}

function launchTemplate(scope: Construct, props: NodeGroupProps): LaunchTemplate {
  const { names } = props;
  const name = names.of("launch_template", `${props.name}-node`);
  // EKS starts the nodes, so they do not get the tags of the Terraform provider.
  const { tags } = new DataAwsDefaultTags(scope, "default-tags", {});
  return new LaunchTemplate(scope, "template", {
    name,
    description: `Nodes of ${names.prefix}: ${props.name}`,
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      // One hop reaches the node only, so that a pod cannot assume the node's role.
      httpPutResponseHopLimit: 1,
    },
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda", // The root disk of Amazon Linux.
        ebs: {
          volumeType: "gp3",
          volumeSize: props.diskGib,
          encrypted: "true",
          kmsKeyId: props.keyArn,
          deleteOnTermination: "true",
        },
      },
    ],
    tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
      resourceType,
      tags: Token.asStringMap(Fn.merge([tags, { Name: name }])),
    })),
  });
}
