import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { allowTraffic } from "../network/traffic";
import type { ServiceConnections } from "./service-connections";

export interface ServiceSecurityProps {
  readonly names: Names;
  readonly name: string;
  readonly vpcId: string;
  readonly port: number;
  /** Security group of the load balancer. @default - no client connects to the service */
  readonly from?: string;
  readonly connections: ServiceConnections;
}

/** The security group of a service: in from the load balancer, out to what it is connected to and to HTTPS. */
export class ServiceSecurity extends Construct {
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: ServiceSecurityProps) {
    super(scope, id);
    const { names, name, from } = props;
    const { database, cache, mount } = props.connections;

    const group = new SecurityGroup(this, "security-group", {
      name: names.of("security_group", `${name}-service`),
      description: `Tasks of ${name}: in from the load balancer, out to what they use`,
      vpcId: props.vpcId,
      tags: { Name: names.of("tag", `${name}-service`) },
    });
    const to = group.id;
    new VpcSecurityGroupEgressRule(this, "https", {
      securityGroupId: to,
      description: "Image registry and AWS APIs, whose addresses change",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "0.0.0.0/0",
    });
    if (from) allowTraffic(this, "requests", { from, to, port: props.port, description: `Requests to ${name}` });

    const stores = {
      database: database && { ...database, what: "PostgreSQL" },
      cache: cache && { ...cache, what: "Redis" },
      "file-system": mount && { ...mount.fileSystem, port: 2049, what: "NFS" },
    };
    for (const [store, target] of Object.entries(stores)) {
      if (!target) continue;
      const { securityGroupId, port, what } = target;
      allowTraffic(this, store, { from: to, to: securityGroupId, port, description: `${what} from ${name}` });
    }

    this.securityGroupId = group.id;
  }
}
