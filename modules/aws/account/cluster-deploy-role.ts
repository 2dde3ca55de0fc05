import { Construct } from "constructs";
import type { Statement } from "../access/policy";
import { KubernetesAccess } from "../kubernetes/kubernetes-access";
import type { KubernetesCluster } from "../kubernetes/kubernetes-cluster";
import { type DeployState, stateStatements } from "./deploy-role-statements";
import { type ReleaseRoleProps, releaseRole } from "./release-role";

export interface ClusterDeployRoleProps extends ReleaseRoleProps {
  readonly cluster: Pick<KubernetesCluster, "clusterName" | "clusterArn">;
  /** The namespace of the application: the only one whose objects the role may change. */
  readonly namespace: string;
  /** Where the state of the stack is that deploys to the namespace. */
  readonly state: DeployState;
}

/**
 * The role of a GitHub Actions workflow that deploys new images to a namespace of a cluster by Terraform, without a stored key
 * (`npm run deploy -- <stack> --no-refresh --var image=…`). It changes workloads there, and no infrastructure.
 */
export class ClusterDeployRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ClusterDeployRoleProps) {
    super(scope, id);
    const { names, cluster, namespace, state } = props;
    this.arn = releaseRole(this, props, [
      ...stateStatements(names, state),
      { sid: "SignIn", actions: ["eks:DescribeCluster"], resources: [cluster.clusterArn] },
      ...surroundings(props),
    ]);
    new KubernetesAccess(this, "access", {
      clusterName: cluster.clusterName,
      admins: {},
      access: { namespace: { principalArn: this.arn, policy: "edit", namespaces: [namespace] } },
    });
  }
}

/** What the application's stack looks up by name in each plan: network, load balancer, target group, database. */
function surroundings({ names }: ClusterDeployRoleProps): Statement[] {
  return [
    {
      sid: "FindByName",
      actions: [
        "ec2:DescribeRouteTables",
        "ec2:DescribeVpcs",
        "elasticloadbalancing:DescribeLoadBalancerAttributes",
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeTags",
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
      ],
      // None of these can be limited to a resource.
      resources: ["*"],
    },
    { sid: "Network", actions: ["ec2:DescribeVpcAttribute"], resources: [names.arn("ec2", "vpc/*")] },
    {
      sid: "Database",
      actions: ["rds:DescribeDBClusters", "rds:ListTagsForResource"],
      resources: [names.arn("rds", `cluster:${names.prefix}-*`)],
    },
  ];
}
