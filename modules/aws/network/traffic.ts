import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { Construct } from "constructs";

/** One permitted connection between two security groups. */
export interface TrafficProps {
  /** Security group that opens the connection. */
  readonly from: string;
  /** Security group that answers it. */
  readonly to: string;
  /** The TCP port of `to`. */
  readonly port: number;
  /** What the connection is for, as both rules show it. */
  readonly description: string;
}

/** Lets one security group reach another on one TCP port: adds the outgoing rule of `from` and the incoming rule of `to`. */
export function allowTraffic(scope: Construct, id: string, { from, to, port, description }: TrafficProps): void {
  const rule = { ipProtocol: "tcp", fromPort: port, toPort: port, description };
  new VpcSecurityGroupEgressRule(scope, `${id}-out`, { ...rule, securityGroupId: from, referencedSecurityGroupId: to });
  new VpcSecurityGroupIngressRule(scope, `${id}-in`, { ...rule, securityGroupId: to, referencedSecurityGroupId: from });
}
