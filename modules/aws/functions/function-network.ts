import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import type { Construct } from "constructs";
import type { Names } from "../../names";

/** Where a function runs inside a VPC. */
export interface FunctionNetwork {
  readonly vpcId: string;
  /** Private ones with a way to AWS's APIs, in two zones or more. */
  readonly subnetIds: readonly string[];
}

interface FunctionNetworkProps extends FunctionNetwork {
  readonly names: Names;
  readonly name: string;
}

/** The subnets of a function with a security group of its own: nothing in, HTTPS out. `allowTraffic` opens more. */
export function functionNetwork(scope: Construct, id: string, props: FunctionNetworkProps) {
  const { names, name, vpcId, subnetIds } = props;
  const group = new SecurityGroup(scope, id, {
    name: names.of("generic", `${name}-function`),
    description: `Function ${name}: out to what it uses`,
    vpcId,
    tags: { Name: names.of("generic", `${name}-function`) },
  });
  new VpcSecurityGroupEgressRule(scope, `${id}-https`, {
    securityGroupId: group.id,
    description: "AWS APIs, whose addresses change",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    cidrIpv4: "0.0.0.0/0",
  });
  return { subnetIds, securityGroupId: group.id };
}
