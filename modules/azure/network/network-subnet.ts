import { NetworkSecurityGroup } from "@cdktf/provider-azurerm/lib/network-security-group";
import { Subnet } from "@cdktf/provider-azurerm/lib/subnet";
import { SubnetNetworkSecurityGroupAssociation } from "@cdktf/provider-azurerm/lib/subnet-network-security-group-association";
import { Construct } from "constructs";
import { diagnostics } from "../monitoring/diagnostics";
import { type Placement, placed } from "../placement";
import { allowTraffic, denyRest, type SecurityGroupAttributes, type TrafficRule } from "./network-rules";

export interface NetworkSubnetProps extends Placement {
  readonly name: string;
  readonly virtualNetworkName: string;
  readonly cidr: string;
  readonly workspaceId: string;
  /** Rules by name. Nothing else comes in. */
  readonly rules: Readonly<Record<string, TrafficRule>>;
  /** Nothing but what the rules let through goes out. @default false */
  readonly restrictOutbound?: boolean;
  /** The service that runs in the subnet, and nothing else may. @default - none */
  readonly delegation?: { readonly service: string; readonly actions: readonly string[] };
  /** It holds private endpoints, which no rule holds unless the subnet says so. @default false */
  readonly endpoints?: boolean;
}

/** A subnet and its security group. */
export class NetworkSubnet extends Construct {
  readonly subnetId: string;
  readonly cidr: string;
  /** For further rules. */
  readonly securityGroup: SecurityGroupAttributes;

  constructor(scope: Construct, id: string, props: NetworkSubnetProps) {
    super(scope, id);
    const { names, name, resourceGroup, delegation } = props;
    const group = new NetworkSecurityGroup(this, "security-group", {
      ...placed(props),
      name: names.of("azure_resource", name),
    });
    this.securityGroup = { name: group.name, resourceGroup };
    for (const [rule, traffic] of Object.entries(props.rules)) allowTraffic(this, rule, this.securityGroup, traffic);
    denyRest(this, this.securityGroup, "Inbound");
    if (props.restrictOutbound) denyRest(this, this.securityGroup, "Outbound");
    diagnostics(this, "diagnostics", { targetResourceId: group.id, workspaceId: props.workspaceId });

    const subnet = new Subnet(this, "subnet", {
      name,
      resourceGroupName: resourceGroup.name,
      virtualNetworkName: props.virtualNetworkName,
      addressPrefixes: [props.cidr],
      privateEndpointNetworkPolicies: props.endpoints ? "NetworkSecurityGroupEnabled" : undefined,
      delegation: delegation && [
        { name: "service", serviceDelegation: { name: delegation.service, actions: [...delegation.actions] } },
      ],
    });
    const association = new SubnetNetworkSecurityGroupAssociation(this, "association", {
      subnetId: subnet.id,
      networkSecurityGroupId: group.id,
    });

    // The association's id is the subnet's: whoever takes it from here waits until the rules hold.
    this.subnetId = association.id;
    this.cidr = props.cidr;
  }
}
