import type { Construct } from "constructs";
import { Network, type NetworkAttributes, type NetworkProps } from "../../modules/aws/network/network";
import type { PlatformSettings } from "../../settings/schema";

type Settings = Pick<PlatformSettings["aws"], "network" | "log_days">;

/** The network that is made here, or the one that the settings name. */
export function addNetwork(
  scope: Construct,
  settings: Settings,
  { names, keyArn, ...tags }: Pick<NetworkProps, "names" | "keyArn" | "publicSubnetTags" | "privateSubnetTags">,
): NetworkAttributes {
  const { existing, cidr, zones, zone_count, nat_gateways, interface_endpoints, subnets, vpn_gateway } =
    settings.network;
  if (existing) {
    return {
      cidr,
      vpcId: existing.vpc_id,
      publicSubnetIds: existing.public_subnet_ids,
      privateSubnetIds: existing.private_subnet_ids,
      databaseSubnetIds: existing.database_subnet_ids,
    };
  }
  return new Network(scope, "network", {
    names,
    cidr,
    keyArn,
    subnets,
    vpnGateway: vpn_gateway,
    ...tags,
    zones: zones.slice(0, zone_count),
    natGateways: nat_gateways,
    interfaceEndpoints: interface_endpoints,
    flowLogDays: settings.log_days,
  });
}
