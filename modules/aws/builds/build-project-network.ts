import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import type { Construct } from "constructs";
import type { Names } from "../../names";

interface BuildSecurityGroupProps {
  readonly names: Names;
  readonly name: string;
  readonly vpcId: string;
  /** Whether HTTP is let out too: builds of images install packages of Linux distributions, whose archives are signed and have no TLS. */
  readonly http: boolean;
}

/** The security group of a project's builds: no way in, HTTPS out, HTTP where `http` says so; `allowTraffic` adds more. Returns its id. */
export function buildSecurityGroup(scope: Construct, { names, name, vpcId, http }: BuildSecurityGroupProps): string {
  const group = new SecurityGroup(scope, "security-group", {
    name: names.of("security_group", `${name}-build`),
    description: `Builds of ${name}: out to what they use`,
    vpcId,
    tags: { Name: names.of("tag", `${name}-build`) },
  });
  new VpcSecurityGroupEgressRule(scope, "https", {
    securityGroupId: group.id,
    description: "Git, package registries and AWS APIs, whose addresses change",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    cidrIpv4: "0.0.0.0/0",
  });
  if (http) {
    new VpcSecurityGroupEgressRule(scope, "http", {
      securityGroupId: group.id,
      description: "Archives of Linux distributions, whose packages are signed",
      ipProtocol: "tcp",
      fromPort: 80,
      toPort: 80,
      cidrIpv4: "0.0.0.0/0",
    });
  }
  return group.id;
}
