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
  /** Log Analytics workspace that gets the security group's log. */
  readonly workspaceId: string;
  /** Rules by name. All other inbound traffic is denied. */
  readonly rules: Readonly<Record<string, TrafficRule>>;
  /** Whether outbound traffic that no rule allows is denied. @default false */
  readonly restrictOutbound?: boolean;
  /** The only service that may run in the subnet. @default - any */
  readonly delegation?: { readonly service: string; readonly actions: readonly string[] };
  /** Whether the subnet has private endpoints; rules apply to these only if the subnet enables it. @default false */
  readonly endpoints?: boolean;
}

/** A subnet and its security group. */
export class NetworkSubnet extends Construct {
  readonly subnetId: string;
  readonly cidr: string;
  /** For more rules. */
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

    // The association has the id of the subnet. What takes it depends on the security group.
    this.subnetId = association.id;
    this.cidr = props.cidr;
  }
}
