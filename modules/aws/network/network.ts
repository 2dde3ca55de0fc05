import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { checkSubnets, type TierSubnets, tierSubnets } from "../../cidr";
import type { Names } from "../../names";
import { FlowLogs } from "./flow-logs";
import { NatGateways } from "./nat-gateways";
import { NetworkEndpoints } from "./network-endpoints";
import { addVpnGateway } from "./vpn-gateway";

/** What a consumer needs of a network, whether this stack makes it or it existed before. */
export interface NetworkAttributes {
  readonly vpcId: string;
  /** IPv4 range of the VPC. */
  readonly cidr: string;
  /** Subnets that the internet reaches, for load balancers. */
  readonly publicSubnetIds: string[];
  /** Subnets with a way out through NAT and no way in, for containers and nodes. */
  readonly privateSubnetIds: string[];
  /** Subnets without a way to or from the internet, for databases and caches. */
  readonly databaseSubnetIds: string[];
}

export interface NetworkProps {
  readonly names: Names;
  /** IPv4 range of the VPC: /16 to /28 (AWS limits), and to /22 if the subnets are computed. */
  readonly cidr: string;
  /** Availability zones by name, two or three. */
  readonly zones: string[];
  /** Encrypts the flow logs; its policy must admit CloudWatch Logs. */
  readonly keyArn: string;
  /** A gateway in each zone survives the loss of a zone; one for all zones is cheaper. */
  readonly natGateways: "none" | "one" | "per_zone";
  /** One CIDR per zone and tier, in the order of `zones`. @default - computed from `cidr`, see `tierSubnets` */
  readonly subnets?: TierSubnets;
  /** AWS services that are reached inside the VPC, such as `ecr.api`, `ecr.dkr`, `logs` or `secretsmanager`. */
  readonly interfaceEndpoints: readonly string[];
  /** Days that flow logs are kept, one of the values CloudWatch Logs knows. */
  readonly flowLogDays: number;
  /** Tags by which a Kubernetes controller finds public subnets, such as `kubernetes.io/role/elb`. @default - none */
  readonly publicSubnetTags?: Record<string, string>;
  /** The same for private subnets, such as `kubernetes.io/role/internal-elb`. @default - none */
  readonly privateSubnetTags?: Record<string, string>;
  /** Whether the VPC has a VPN gateway whose routes the private subnets learn (document 003). */
  readonly vpnGateway: boolean;
}

/** A VPC over two or three zones with public, private and isolated database subnets, NAT, endpoints and flow logs. */
export class Network extends Construct implements NetworkAttributes {
  readonly vpcId: string;
  readonly cidr: string;
  readonly publicSubnetIds: string[];
  readonly privateSubnetIds: string[];
  readonly databaseSubnetIds: string[];

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { names, cidr, zones, natGateways } = props;
    const subnets = props.subnets ?? tierSubnets(cidr, zones.length);
    checkSubnets(cidr, zones.length, subnets);
    const named = (part?: string) => ({ Name: names.of("tag", part) });

    const vpc = new Vpc(this, "vpc", {
      cidrBlock: cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: named(),
    });
    // Terraform takes over AWS's default group and removes its rules: what names no security group reaches nothing.
    new DefaultSecurityGroup(this, "default", { vpcId: vpc.id, ingress: [], egress: [], tags: named("default") });

    const makeSubnets = (tier: keyof TierSubnets, tags?: Record<string, string>) =>
      zones.map((zone, index) => {
        const subnet = new Subnet(this, `${tier}-${zone}`, {
          vpcId: vpc.id,
          cidrBlock: subnets[tier][index],
          availabilityZone: zone,
          mapPublicIpOnLaunch: false,
          tags: { ...named(`${tier}-${zone}`), ...tags },
        });
        return subnet.id;
      });
    this.publicSubnetIds = makeSubnets("public", props.publicSubnetTags);
    this.privateSubnetIds = makeSubnets("private", props.privateSubnetTags);
    this.databaseSubnetIds = makeSubnets("database");

    const makeRouteTable = (part: string) =>
      new RouteTable(this, `${part}-routes`, { vpcId: vpc.id, tags: named(part) });
    const associate = (part: string, subnetId: string, routeTable: RouteTable) =>
      new RouteTableAssociation(this, `${part}-association`, { subnetId, routeTableId: routeTable.id });

    const internet = new InternetGateway(this, "internet", { vpcId: vpc.id, tags: named() });
    const publicRoutes = makeRouteTable("public");
    new Route(this, "public-internet", {
      routeTableId: publicRoutes.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: internet.id,
    });
    // Each zone has its own private table, also with one gateway, so that a change of `natGateways` moves no subnet.
    const privateRoutes = zones.map((zone) => makeRouteTable(`private-${zone}`));
    const databaseRoutes = makeRouteTable("database");
    zones.forEach((zone, index) => {
      associate(`public-${zone}`, this.publicSubnetIds[index], publicRoutes);
      associate(`private-${zone}`, this.privateSubnetIds[index], privateRoutes[index]);
      associate(`database-${zone}`, this.databaseSubnetIds[index], databaseRoutes);
    });

    if (natGateways !== "none") {
      new NatGateways(this, "nat", {
        names,
        zones,
        gatewayZones: natGateways === "one" ? zones.slice(0, 1) : zones,
        publicSubnetIds: this.publicSubnetIds,
        routeTableIds: privateRoutes.map((table) => table.id),
        internetGateway: internet,
      });
    }

    if (props.vpnGateway) {
      const routeTableIds = Object.fromEntries(zones.map((zone, index) => [zone, privateRoutes[index].id]));
      addVpnGateway(this, { name: names.of("tag"), vpcId: vpc.id, routeTableIds });
    }

    new NetworkEndpoints(this, "endpoints", {
      names,
      vpcId: vpc.id,
      cidr,
      routeTableIds: [...privateRoutes, databaseRoutes].map((table) => table.id),
      subnetIds: this.privateSubnetIds,
      interfaceServices: props.interfaceEndpoints,
    });
    new FlowLogs(this, "flow-logs", {
      names,
      vpcId: vpc.id,
      keyArn: props.keyArn,
      retentionDays: props.flowLogDays,
    });

    this.vpcId = vpc.id;
    this.cidr = cidr;
  }
}
