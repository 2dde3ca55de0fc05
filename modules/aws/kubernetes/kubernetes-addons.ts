import { Construct } from "constructs";
import type { Names } from "../../names";
import { type Addons, type ClusterAttributes, KubernetesAddon } from "./kubernetes-addon";
import { nodeAddons } from "./kubernetes-cluster";
import { resourcesOf } from "./kubernetes-order";
import type { NodeGroup } from "./node-group";

export interface KubernetesAddonsProps {
  readonly names: Names;
  readonly cluster: ClusterAttributes;
  /** Encrypts the volumes of `aws-ebs-csi-driver`. */
  readonly keyArn: string;
  /** The same map as the cluster's. Add-ons that the cluster installs are left out here. */
  readonly addons: Addons;
  /** The nodes that the add-ons run on. */
  readonly nodeGroups: readonly NodeGroup[];
}

/** The add-ons that need a node to run on, such as `coredns`: installed after the nodes, removed before them. */
export class KubernetesAddons extends Construct {
  constructor(scope: Construct, id: string, props: KubernetesAddonsProps) {
    super(scope, id);
    const { names, cluster, keyArn, addons } = props;
    const dependsOn = resourcesOf(...props.nodeGroups);
    for (const [name, settings] of Object.entries(addons)) {
      if (nodeAddons.includes(name)) continue;
      new KubernetesAddon(this, name, { names, name, cluster, keyArn, settings, dependsOn });
    }
  }
}
