import type { Construct } from "constructs";
import { KubernetesAddons } from "../../modules/aws/kubernetes/kubernetes-addons";
import { KubernetesCluster } from "../../modules/aws/kubernetes/kubernetes-cluster";
import { NodeGroup } from "../../modules/aws/kubernetes/node-group";
import type { NetworkAttributes } from "../../modules/aws/network/network";
import { mapValues } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";

export interface ClusterInputs {
  readonly network: NetworkAttributes;
}

/** The cluster with its nodes and add-ons. */
export function addCluster(
  stack: Construct,
  settings: PlatformSettings["aws-eks"],
  context: AwsContext,
  { network }: ClusterInputs,
): KubernetesCluster {
  const { version, admins, access, addons, public_access_cidrs: publicAccessCidrs } = settings.cluster;
  const { private_access_cidrs: cidrs = [network.cidr], private_access_security_groups } = settings.cluster;
  const cluster = new KubernetesCluster(stack, "cluster", {
    ...context,
    network,
    version,
    admins,
    access: mapValues(access, ({ role_arn: principalArn, ...grant }) => ({ principalArn, ...grant })),
    publicAccessCidrs,
    privateAccess: { cidrs, securityGroupIds: private_access_security_groups },
    addons,
    protected: settings.protected,
  });
  const nodeGroups = Object.entries(settings.node_groups).map(
    ([name, { instance_types: instanceTypes, capacity, min, max, desired, disk_gib: diskGib, ...group }]) =>
      new NodeGroup(stack, `${name}-nodes`, {
        ...context,
        name,
        cluster,
        network,
        instanceTypes,
        capacity,
        diskGib,
        size: { min, max, desired },
        amiType: group.ami_type,
        releaseVersion: group.release_version,
        labels: group.labels,
        taints: group.taints,
      }),
  );
  new KubernetesAddons(stack, "addons", { ...context, cluster, addons, nodeGroups });
  return cluster;
}
