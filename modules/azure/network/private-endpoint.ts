import { PrivateEndpoint } from "@cdktf/provider-azurerm/lib/private-endpoint";
import type { Construct } from "constructs";
import { type Placement, placed } from "../placement";

/** Subnet and DNS zone of a private endpoint. */
export interface PrivateAccess {
  /** Subnet of the endpoint's address. */
  readonly subnetId: string;
  /** Private DNS zone of the service, e.g. `privatelink.vaultcore.azure.net`, linked to the network. */
  readonly privateDnsZoneId: string;
}

export interface PrivateEndpointProps extends Placement, PrivateAccess {
  /** Name of the target resource; the endpoint's name begins with it. */
  readonly targetName: string;
  readonly targetResourceId: string;
  /** Azure's name for the part of the service: `vault`, `blob`, `registry`, … */
  readonly subresource: string;
}

/** An address in the network for one service. Callers use the service's usual host name. */
export function privateEndpoint(scope: Construct, id: string, props: PrivateEndpointProps): PrivateEndpoint {
  return new PrivateEndpoint(scope, id, {
    ...placed(props),
    name: props.names.extended("azure_network", props.targetName, props.subresource),
    subnetId: props.subnetId,
    privateServiceConnection: {
      name: props.subresource,
      privateConnectionResourceId: props.targetResourceId,
      subresourceNames: [props.subresource],
      isManualConnection: false,
    },
    privateDnsZoneGroup: { name: "default", privateDnsZoneIds: [props.privateDnsZoneId] },
  });
}
