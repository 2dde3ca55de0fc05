import { NatGateway } from "@cdktf/provider-azurerm/lib/nat-gateway";
import { NatGatewayPublicIpAssociation } from "@cdktf/provider-azurerm/lib/nat-gateway-public-ip-association";
import { PublicIp } from "@cdktf/provider-azurerm/lib/public-ip";
import { SubnetNatGatewayAssociation } from "@cdktf/provider-azurerm/lib/subnet-nat-gateway-association";
import { Construct } from "constructs";
import { mapValues } from "../../records";
import { diagnostics } from "../monitoring/diagnostics";
import { type Placement, placed } from "../placement";

export interface OutboundAddressProps extends Placement {
  /** Ids of subnets, by name. */
  readonly subnetIds: Readonly<Record<string, string>>;
  /** Zones of the address. */
  readonly zones: readonly string[];
  /** Log Analytics workspace that gets the address's log. */
  readonly workspaceId: string;
}

/** A NAT gateway with one public address, which other systems can allow. Container Instances have no other way out. */
export class OutboundAddress extends Construct {
  readonly ipAddress: string;
  /** The same ids by name, known once the subnet has its way out: what runs there needs it to fetch its image. */
  readonly subnetIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: OutboundAddressProps) {
    super(scope, id);
    const name = props.names.of("azure_resource", "nat");
    const address = new PublicIp(this, "address", {
      ...placed(props),
      name,
      sku: "Standard",
      allocationMethod: "Static",
      zones: [...props.zones],
    });
    diagnostics(this, "diagnostics", { targetResourceId: address.id, workspaceId: props.workspaceId });
    // azurerm 4.55 has only the kind that is in one zone, which Azure chooses.
    const gateway = new NatGateway(this, "gateway", { ...placed(props), name, skuName: "Standard" });
    const { natGatewayId } = new NatGatewayPublicIpAssociation(this, "gateway-address", {
      natGatewayId: gateway.id,
      publicIpAddressId: address.id,
    });
    // An association has the id of its subnet.
    this.subnetIds = mapValues(
      props.subnetIds,
      (subnetId, subnet) => new SubnetNatGatewayAssociation(this, `gateway-${subnet}`, { subnetId, natGatewayId }).id,
    );
    this.ipAddress = address.ipAddress;
  }
}
