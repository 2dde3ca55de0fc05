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

/** What a consumer needs of a subnet. */
export interface SubnetAttributes {
  readonly subnetId: string;
  readonly cidr: string;
  /** For rules of one's own; priorities below 200 are the network's. */
  readonly securityGroup: SecurityGroupAttributes;
}

/** What a consumer needs of a network. */
export interface NetworkAttributes {
  readonly virtualNetworkId: string;
  /** IPv4 range. */
  readonly cidr: string;
  /**
   * `gateway`: the Application Gateway alone. `containers`: Container Instances alone. `apps`: Container Apps alone.
   * `database`: PostgreSQL flexible servers alone. `endpoints`: private endpoints.
   */
  readonly subnets: Readonly<Record<keyof NetworkTiers, SubnetAttributes>>;
  /** Zones in which services are found at their private addresses. */
  readonly privateDnsZoneIds: Readonly<Record<PrivateZone, string>>;
}

export interface NetworkProps extends Placement {
  /** IPv4 range, /16 to /22; subnets are computed from it. */
  readonly cidr: string;
  /** Keeps the logs of security groups and addresses. */
  readonly workspaceId: string;
  /** Zones that addresses are kept in; none in a region without them. @default ["1", "2", "3"] */
  readonly zones?: readonly string[];
}

/**
 * A virtual network in which nothing but a load balancer can be reached from outside: a subnet and a security group for each
 * purpose, private DNS zones, and one address for everything that goes out.
 */
export class Network extends Construct implements NetworkAttributes {
  readonly virtualNetworkId: string;
  readonly cidr: string;
  readonly subnets: Readonly<Record<keyof NetworkTiers, SubnetAttributes>>;
  readonly privateDnsZoneIds: Readonly<Record<PrivateZone, string>>;
  /** Seen by others when something in the network calls them. */
  readonly outboundIpAddress: string;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { names, cidr, workspaceId } = props;
    const network = new VirtualNetwork(this, "network", {
      ...placed(props),
      name: names.of("azure_resource"),
      addressSpace: [cidr],
    });
    diagnostics(this, "diagnostics", { targetResourceId: network.id, workspaceId });

    const cidrs = networkTiers(cidr);
    const policy = networkPolicy(cidrs);
    const subnet = (name: keyof NetworkTiers) =>
      new NetworkSubnet(this, name, {
        ...props,
        ...policy[name],
        name,
        virtualNetworkName: network.name,
        cidr: cidrs[name],
      });
    this.subnets = {
      gateway: subnet("gateway"),
      containers: subnet("containers"),
      apps: subnet("apps"),
      database: subnet("database"),
      endpoints: subnet("endpoints"),
    };
    const outbound = new OutboundAddress(this, "outbound", {
      ...props,
      subnetIds: { containers: this.subnets.containers.subnetId, apps: this.subnets.apps.subnetId },
      zones: props.zones ?? ["1", "2", "3"],
    });
    const zones = new PrivateDnsZones(this, "zones", { ...props, virtualNetworkId: network.id });

    this.virtualNetworkId = network.id;
    this.cidr = cidr;
    this.privateDnsZoneIds = zones.zoneIds;
    this.outboundIpAddress = outbound.ipAddress;
  }
}
