import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

/** From where a cluster's API is reached inside the network. */
export interface ApiAccessProps {
  /** The cluster's security group, which guards the private endpoint of its API. By itself it admits nodes and pods only. */
  readonly clusterSecurityGroupId: string;
  /** IPv4 ranges that reach the API through the network: of the VPC itself, or of what a VPN or a peering connects with it. */
  readonly cidrs: readonly string[];
  /** Security groups whose members reach the API, such as that of a build runner in the VPC. */
  readonly securityGroupIds: readonly string[];
}

/**
 * Opens the private endpoint of a cluster's API (port 443) to ranges and security groups (Amazon EKS user guide, "Cluster API server endpoint":
 * the cluster's security group must let them in).
 */
export class ApiAccess extends Construct {
  constructor(scope: Construct, id: string, props: ApiAccessProps) {
    super(scope, id);
    const rule = {
      securityGroupId: props.clusterSecurityGroupId,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      description: "Clients of the Kubernetes API",
    };
    for (const cidrIpv4 of props.cidrs) {
      new VpcSecurityGroupIngressRule(this, `from-${cidrIpv4.replaceAll(/[./]/g, "-")}`, { ...rule, cidrIpv4 });
    }
    for (const group of props.securityGroupIds) {
      new VpcSecurityGroupIngressRule(this, `from-${group}`, { ...rule, referencedSecurityGroupId: group });
    }
  }
}
