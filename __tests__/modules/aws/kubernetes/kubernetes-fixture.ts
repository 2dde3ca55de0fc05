import { Testing } from "cdktf";
import type { Construct } from "constructs";
import { KubernetesCluster, type KubernetesClusterProps } from "../../../../modules/aws/kubernetes/kubernetes-cluster";
import { names, network } from "../fixtures";

export const keyArn = "arn:aws:kms:us-east-1:111111111111:key/1";

/** How a role that no cluster stands behind knows its service account. */
export const identity = {
  clusterName: "test-execution-prod",
  oidcProviderArn: "arn:aws:iam::111111111111:oidc-provider/oidc.example.com/id/1",
  oidcIssuer: "oidc.example.com/id/1",
};

/** A stack with the cluster `cluster`, and what a test puts beside it. */
export function synthCluster(
  props: Partial<KubernetesClusterProps> = {},
  beside: (scope: Construct, cluster: KubernetesCluster) => void = () => {},
): string {
  return Testing.synthScope((scope) => {
    const cluster = new KubernetesCluster(scope, "cluster", {
      names,
      network,
      keyArn,
      version: "1.35",
      admins: { platform: "arn:aws:iam::111111111111:role/admin" },
      ...props,
    });
    beside(scope, cluster);
  });
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is Terraform's.
type Body = any;

/** The bodies of all resources of a type, by their address's name. */
export function bodies(stack: string, type: { readonly tfResourceType: string }): Record<string, Body> {
  return JSON.parse(stack).resource?.[type.tfResourceType] ?? {};
}

interface StatementJson {
  readonly actions: string[];
  readonly resources?: string[];
  readonly principals?: { readonly type: string; readonly identifiers: string[] }[];
  readonly condition?: { readonly test: string; readonly variable: string; readonly values: string[] }[];
}

/** The statements of the policy documents whose name begins so, e.g. `controllers_external-dns_permissions`. */
export function statements(stack: string, document: string): StatementJson[] {
  const documents: Record<string, { statement: StatementJson[] }> = JSON.parse(stack).data.aws_iam_policy_document;
  return Object.entries(documents).flatMap(([name, { statement }]) => (name.startsWith(document) ? statement : []));
}
