import type { Construct } from "constructs";
import { KubernetesCluster, type KubernetesClusterProps } from "../../../../modules/aws/kubernetes/kubernetes-cluster";
import { type Synthesized, synthesized } from "../../../synthesized";
import { names, network } from "../fixtures";

export const keyArn = "arn:aws:kms:us-east-1:111111111111:key/1";

/** The cluster of a role whose test makes no cluster. */
export const identity = {
  clusterName: "test-execution-prod",
  oidcProviderArn: "arn:aws:iam::111111111111:oidc-provider/oidc.example.com/id/1",
  oidcIssuer: "oidc.example.com/id/1",
};

/** A stack with the cluster `cluster`, and the constructs that a test adds to it. */
export function makeCluster(
  props: Partial<KubernetesClusterProps> = {},
  add: (scope: Construct, cluster: KubernetesCluster) => void = () => {},
): Synthesized {
  return synthesized((scope) => {
    const cluster = new KubernetesCluster(scope, "cluster", {
      names,
      network,
      keyArn,
      version: "1.35",
      admins: { platform: "arn:aws:iam::111111111111:role/admin" },
      access: {},
      publicAccessCidrs: [],
      privateAccess: { cidrs: [], securityGroupIds: [] },
      addons: {},
      logDays: 30,
      ...props,
    });
    add(scope, cluster);
  });
}
