import type { Construct } from "constructs";
import type * as z from "zod";
import { Network, type NetworkAttributes, type NetworkProps } from "../../modules/aws/network/network";
import type { awsNetwork } from "../../settings/schema/aws-shared/network";
import { zonesOf } from "../../settings/schema/aws-shared/zones";
import type { AwsContext } from "./context";

interface Settings {
  readonly region: string;
  readonly network: z.infer<typeof awsNetwork>;
}

/** The network that is made here, or the one that the settings name, which gets no tags. */
export function addNetwork(
  stack: Construct,
  settings: Settings,
  { names, keyArn, logDays }: AwsContext,
  tags: Pick<NetworkProps, "publicSubnetTags" | "privateSubnetTags"> = {},
): NetworkAttributes {
  const { existing, cidr, zone_count, nat_gateways, interface_endpoints, subnets, vpn_gateway } = settings.network;
  if (existing) {
    return {
      cidr,
      vpcId: existing.vpc_id,
      publicSubnetIds: existing.public_subnet_ids,
      privateSubnetIds: existing.private_subnet_ids,
      databaseSubnetIds: existing.database_subnet_ids,
    };
  }
  return new Network(stack, "network", {
    names,
    cidr,
    keyArn,
    subnets,
    vpnGateway: vpn_gateway,
    ...tags,
    zones: zonesOf(settings).slice(0, zone_count),
    natGateways: nat_gateways,
    interfaceEndpoints: interface_endpoints,
    flowLogDays: logDays,
  });
}
