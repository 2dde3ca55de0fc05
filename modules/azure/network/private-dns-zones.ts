import { PrivateDnsZone } from "@cdktf/provider-azurerm/lib/private-dns-zone";
import { PrivateDnsZoneVirtualNetworkLink } from "@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { Placement } from "../placement";

export interface PrivateDnsZonesProps extends Placement {
  readonly virtualNetworkId: string;
  /** Whether there is a zone for databases. */
  readonly hasDatabase: boolean;
}

/** Azure's names of the DNS zones of private endpoints. A database in a subnet has a zone of its own name. */
const zoneNames = {
  blob: "privatelink.blob.core.windows.net",
  configuration: "privatelink.azconfig.io",
  queue: "privatelink.servicebus.windows.net",
  redis: "privatelink.redis.azure.net",
  registry: "privatelink.azurecr.io",
  vault: "privatelink.vaultcore.azure.net",
};

/** The service whose private addresses a zone holds. */
export type PrivateZone = keyof typeof zoneNames;

/** DNS zones with the private addresses of Azure's services, for one network. */
export class PrivateDnsZones extends Construct {
  readonly zoneIds: Readonly<Record<PrivateZone, string>>;
  /** The zone of databases, where there is one. */
  readonly databaseZoneId?: string;

  constructor(scope: Construct, id: string, props: PrivateDnsZonesProps) {
    super(scope, id);
    const { names, resourceGroup, virtualNetworkId } = props;
    const linked = (key: string, name: string) => {
      const zone = new PrivateDnsZone(this, key, {
        name,
        resourceGroupName: resourceGroup.name,
        tags: { ...props.tags },
      });
      const link = new PrivateDnsZoneVirtualNetworkLink(this, `${key}-link`, {
        name: "network",
        resourceGroupName: resourceGroup.name,
        privateDnsZoneName: zone.name,
        virtualNetworkId,
        tags: { ...props.tags },
      });
      // The zone's id, taken from its link, because Azure refuses a database before the link exists.
      return Fn.trimsuffix(link.id, "/virtualNetworkLinks/network");
    };
    const first = {
      blob: linked("blob", zoneNames.blob),
      configuration: linked("configuration", zoneNames.configuration),
    };
    if (props.hasDatabase) this.databaseZoneId = linked("postgres", names.of("azure_private_zone"));
    this.zoneIds = {
      ...first,
      queue: linked("queue", zoneNames.queue),
      redis: linked("redis", zoneNames.redis),
      registry: linked("registry", zoneNames.registry),
      vault: linked("vault", zoneNames.vault),
    };
  }
}
