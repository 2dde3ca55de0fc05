import { VirtualNetwork } from "@cdktf/provider-azurerm/lib/virtual-network";
import { Construct } from "constructs";
import { diagnostics } from "../monitoring/diagnostics";
import { type Placement, placed } from "../placement";
import { networkPolicy } from "./network-policy";
import type { SecurityGroupAttributes } from "./network-rules";
import { NetworkSubnet } from "./network-subnet";
import { type NetworkTiers, networkTiers } from "./network-tiers";
import { OutboundAddress } from "./outbound-address";
import { PrivateDnsZones, type PrivateZone } from "./private-dns-zones";

/** A subnet, as the modules that use it take it. */
export interface SubnetAttributes {
  readonly subnetId: string;
  readonly cidr: string;
  /** For more rules. Priorities below 200 are reserved for the network. */
  readonly securityGroup: SecurityGroupAttributes;
}

/** The subnet of PostgreSQL flexible servers, and the DNS zone of their addresses. */
export interface DatabasePlace {
  readonly subnetId: string;
  readonly privateDnsZoneId: string;
}

/** A network, as the modules that use it take it. */
export interface NetworkAttributes {
  readonly virtualNetworkId: string;
  /** IPv4 range. */
  readonly cidr: string;
  /**
   * Each for one purpose. `gateway`: Application Gateway. `containers`: Container Instances. `apps`: Container Apps. `endpoints`:
   * private endpoints.
   */
  readonly subnets: Readonly<Record<Exclude<keyof NetworkTiers, "database">, SubnetAttributes>>;
  /** Where PostgreSQL flexible servers are. @default - nowhere */
  readonly databases?: DatabasePlace;
  /** DNS zones with the private addresses of services. */
  readonly privateDnsZoneIds: Readonly<Record<PrivateZone, string>>;
}

export interface NetworkProps extends Placement {
  /** IPv4 range, /16 to /22, which is divided into the subnets. */
  readonly cidr: string;
  /** Log Analytics workspace that gets the logs of security groups and addresses. */
  readonly workspaceId: string;
  /** Zones of the outbound address; empty in a region without zones. */
  readonly zones: readonly string[];
  /** Whether it has a place for PostgreSQL flexible servers. @default true */
  readonly hasDatabase?: boolean;
}

/**
 * A virtual network in which only the load balancer can be reached from outside. It has a subnet and a security group for each
 * purpose, private DNS zones, and one public address for outbound traffic.
 */
export class Network extends Construct implements NetworkAttributes {
  readonly virtualNetworkId: string;
  readonly cidr: string;
  readonly subnets: NetworkAttributes["subnets"];
  readonly databases?: DatabasePlace;
  readonly privateDnsZoneIds: Readonly<Record<PrivateZone, string>>;
  /** Source address of all outbound traffic to the internet. */
  readonly outboundIpAddress: string;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { names, cidr, workspaceId, hasDatabase = true } = props;
    const network = new VirtualNetwork(this, "network", {
      ...placed(props),
      name: names.of("azure_network"),
      addressSpace: [cidr],
    });
    diagnostics(this, "diagnostics", { targetResourceId: network.id, workspaceId });

    const cidrs = networkTiers(cidr);
    const policy = networkPolicy(cidrs, hasDatabase);
    const subnet = (name: keyof NetworkTiers) =>
      new NetworkSubnet(this, name, {
        ...props,
        ...policy[name],
        name,
        virtualNetworkName: network.name,
        cidr: cidrs[name],
      });
    const running = { gateway: subnet("gateway"), containers: subnet("containers"), apps: subnet("apps") };
    const databases = hasDatabase ? subnet("database") : undefined;
    const { gateway, containers, apps } = running;
    const endpoints = subnet("endpoints");
    const outbound = new OutboundAddress(this, "outbound", {
      ...props,
      subnetIds: { containers: containers.subnetId, apps: apps.subnetId },
    });
    // What runs in a subnet waits for its way out. Azure changes a subnet for one thing at a time.
    const withWayOut = ({ subnetId, cidr, securityGroup }: NetworkSubnet, name: string) => ({
      subnetId: outbound.subnetIds[name] ?? subnetId,
      cidr,
      securityGroup,
    });
    this.subnets = {
      gateway,
      containers: withWayOut(containers, "containers"),
      apps: withWayOut(apps, "apps"),
      endpoints,
    };
    const zones = new PrivateDnsZones(this, "zones", { ...props, virtualNetworkId: network.id, hasDatabase });

    this.virtualNetworkId = network.id;
    this.cidr = cidr;
    this.privateDnsZoneIds = zones.zoneIds;
    if (databases && zones.databaseZoneId) {
      this.databases = { subnetId: databases.subnetId, privateDnsZoneId: zones.databaseZoneId };
    }
    this.outboundIpAddress = outbound.ipAddress;
  }
}
