import { VpnGateway } from "@cdktf/provider-aws/lib/vpn-gateway";
import { VpnGatewayRoutePropagation } from "@cdktf/provider-aws/lib/vpn-gateway-route-propagation";
import type { Construct } from "constructs";

export interface VpnGatewayProps {
  /** The gateway's `Name` tag. */
  readonly name: string;
  readonly vpcId: string;
  /** The route tables that learn the gateway's routes, by zone. */
  readonly routeTableIds: Readonly<Record<string, string>>;
}

/** A VPN gateway of a VPC, whose routes the given route tables learn. */
export function addVpnGateway(scope: Construct, { name, vpcId, routeTableIds }: VpnGatewayProps): void {
  const { id: vpnGatewayId } = new VpnGateway(scope, "vpn", { vpcId, tags: { Name: name } });
  for (const [zone, routeTableId] of Object.entries(routeTableIds)) {
    new VpnGatewayRoutePropagation(scope, `vpn-routes-${zone}`, { vpnGatewayId, routeTableId });
  }
}
