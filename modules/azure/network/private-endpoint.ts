import { PrivateEndpoint } from "@cdktf/provider-azurerm/lib/private-endpoint";
import type { Construct } from "constructs";
import { type Placement, placed } from "../placement";

/** Where a service is reached inside the network, and how its name is found there. */
export interface PrivateAccess {
  /** Subnet that the endpoint takes an address of. */
  readonly subnetId: string;
  /** Private DNS zone of the service, e.g. `privatelink.vaultcore.azure.net`, linked to the network. */
  readonly privateDnsZoneId: string;
}

export interface PrivateEndpointProps extends Placement, PrivateAccess {
  /** Name of the resource that is reached; the endpoint is named after it. */
  readonly targetName: string;
  readonly targetResourceId: string;
  /** The part of the service that is reached, in Azure's words: `vault`, `blob`, `registry`, … */
  readonly subresource: string;
}

/** An address in the network for one service; callers use the service's usual name. */
export function privateEndpoint(scope: Construct, id: string, props: PrivateEndpointProps): PrivateEndpoint {
  return new PrivateEndpoint(scope, id, {
    ...placed(props),
    name: `${props.targetName}-${props.subresource}`,
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
