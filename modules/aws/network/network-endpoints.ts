import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface NetworkEndpointsProps {
  readonly names: Names;
  readonly vpcId: string;
  /** IPv4 range of the VPC: all of it may use the interface endpoints. */
  readonly cidr: string;
  /** Route tables whose subnets reach S3 and DynamoDB through the gateway endpoints. */
  readonly routeTableIds: string[];
  /** Subnets that hold the interface endpoints, one per zone. */
  readonly subnetIds: string[];
  /** Short names of services, such as `ecr.api`. AWS charges for each by the hour and zone. */
  readonly interfaceServices: readonly string[];
}

/** Endpoints by which AWS services are reached without NAT: always S3 and DynamoDB (free), others by name. */
export class NetworkEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: NetworkEndpointsProps) {
    super(scope, id);
    const { names, vpcId } = props;
    const endpoint = (service: string) => ({
      vpcId,
      serviceName: `com.amazonaws.${names.region}.${service}`,
      tags: { Name: names.of("tag", service) },
    });

    for (const service of ["s3", "dynamodb"]) {
      new VpcEndpoint(this, service, {
        ...endpoint(service),
        vpcEndpointType: "Gateway",
        routeTableIds: props.routeTableIds,
      });
    }

    if (props.interfaceServices.length === 0) return;
    const securityGroup = new SecurityGroup(this, "security-group", {
      name: names.of("security_group", "endpoints"),
      description: "Interface endpoints of AWS services",
      vpcId,
      tags: { Name: names.of("tag", "endpoints") },
    });
    new VpcSecurityGroupIngressRule(this, "https", {
      securityGroupId: securityGroup.id,
      description: "HTTPS from the VPC",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: props.cidr,
    });
    for (const service of props.interfaceServices) {
      new VpcEndpoint(this, service, {
        ...endpoint(service),
        vpcEndpointType: "Interface",
        subnetIds: props.subnetIds,
        securityGroupIds: [securityGroup.id],
        privateDnsEnabled: true,
      });
    }
  }
}
