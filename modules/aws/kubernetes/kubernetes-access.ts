import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Construct } from "constructs";

/** What one IAM role or user may do in the cluster. */
export interface AccessEntry {
  /** ARN of the IAM role or user. */
  readonly principalArn: string;
  /** An access policy of EKS: read, change workloads, or also grant rights within a namespace. @default - none */
  readonly policy?: "view" | "edit" | "admin";
  /** Groups of Kubernetes, to which role bindings in the cluster give rights. @default - none */
  readonly groups?: readonly string[];
  /** @default - every namespace */
  readonly namespaces?: readonly string[];
}

export interface KubernetesAccessProps {
  readonly clusterName: string;
  /** Cluster administrators: ARNs of IAM roles or users. The keys are labels in the resources' addresses. */
  readonly admins: Readonly<Record<string, string>>;
  /** Further entries. The keys are labels in the resources' addresses. */
  readonly access: Readonly<Record<string, AccessEntry>>;
}

const policies = {
  "cluster-admin": "AmazonEKSClusterAdminPolicy",
  admin: "AmazonEKSAdminPolicy",
  edit: "AmazonEKSEditPolicy",
  view: "AmazonEKSViewPolicy",
};

type Grant = Pick<AccessEntry, "groups" | "namespaces"> & { readonly policy?: keyof typeof policies };

/** Who may sign in to a cluster, as access entries of EKS. */
export class KubernetesAccess extends Construct {
  constructor(scope: Construct, id: string, props: KubernetesAccessProps) {
    super(scope, id);
    const { clusterName } = props;
    const admit = (entryId: string, principal: string, { policy, groups, namespaces }: Grant) => {
      const { principalArn } = new EksAccessEntry(this, entryId, {
        clusterName,
        principalArn: principal,
        kubernetesGroups: groups && [...groups],
      });
      if (!policy) return;
      new EksAccessPolicyAssociation(this, `${entryId}-policy`, {
        clusterName,
        principalArn,
        policyArn: `arn:aws:eks::aws:cluster-access-policy/${policies[policy]}`,
        accessScope: namespaces ? { type: "namespace", namespaces: [...namespaces] } : { type: "cluster" },
      });
    };
    for (const [name, principalArn] of Object.entries(props.admins)) {
      admit(`admin-${name}`, principalArn, { policy: "cluster-admin" });
    }
    for (const [name, { principalArn, ...grant }] of Object.entries(props.access)) {
      admit(`access-${name}`, principalArn, grant);
    }
  }
}
