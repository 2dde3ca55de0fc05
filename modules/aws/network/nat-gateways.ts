import { Eip } from "@cdktf/provider-aws/lib/eip";
import type { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface NatGatewaysProps {
  readonly names: Names;
  /** The first zones of `zones`: each gets a gateway. The other zones use the gateway of the first zone. */
  readonly gatewayZones: readonly string[];
  /** All availability zones of the network. */
  readonly zones: readonly string[];
  /** Public subnets in the order of `zones`. */
  readonly publicSubnetIds: readonly string[];
  /** Route tables that get the default route, in the order of `zones`. */
  readonly routeTableIds: readonly string[];
  /** Must exist before a gateway can reach the internet. */
  readonly internetGateway: InternetGateway;
}

/** NAT gateways with fixed addresses, by which private subnets reach the internet, and a default route in every zone. */
export class NatGateways extends Construct {
  constructor(scope: Construct, id: string, props: NatGatewaysProps) {
    super(scope, id);

    const gateways = props.gatewayZones.map((zone, index) => {
      const common = {
        tags: { Name: props.names.of("tag", `nat-${zone}`) },
        dependsOn: [props.internetGateway],
      };
      const address = new Eip(this, `address-${zone}`, { ...common, domain: "vpc" });
      return new NatGateway(this, zone, {
        ...common,
        allocationId: address.id,
        subnetId: props.publicSubnetIds[index],
      });
    });
    props.zones.forEach((zone, index) => {
      new Route(this, `route-${zone}`, {
        routeTableId: props.routeTableIds[index],
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: (gateways[index] ?? gateways[0]).id,
      });
    });
  }
}
