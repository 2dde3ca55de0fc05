import { ContainerRegistry as AzureContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { Construct } from "constructs";
import { diagnostics } from "../monitoring/diagnostics";
import { type PrivateAccess, privateEndpoint } from "../network/private-endpoint";
import { type Placement, placed } from "../placement";

export interface ContainerRegistryProps extends Placement {
  /** Subnet, and DNS zone `privatelink.azurecr.io`. */
  readonly privateAccess: PrivateAccess;
  /** Log Analytics workspace that gets a record of every login, push and pull. */
  readonly workspaceId: string;
  /** Whether the registry can be reached from outside the network, such as by a pipeline; an Entra role is needed all the same. */
  readonly publicNetworkAccess: boolean;
  /** Whether images are stored in several zones; not available in every region. */
  readonly zoneRedundant: boolean;
}

/**
 * An image registry (ACR Premium) with access by Entra roles only, without admin user or anonymous pull. Untagged images are
 * deleted after 7 days.
 */
export class ContainerRegistry extends Construct {
  /** Scope of the roles `AcrPull` and `AcrPush`. */
  readonly id: string;
  readonly name: string;
  /** Host name with which image names begin. */
  readonly loginServer: string;

  constructor(scope: Construct, id: string, props: ContainerRegistryProps) {
    super(scope, id);
    const { publicNetworkAccess } = props;
    const name = props.names.of("azure_registry");
    const registry = new AzureContainerRegistry(this, "registry", {
      ...placed(props),
      name,
      sku: "Premium",
      adminEnabled: false,
      anonymousPullEnabled: false,
      publicNetworkAccessEnabled: publicNetworkAccess,
      // Container Instances are a trusted service, which may pull with an identity despite the network rules.
      networkRuleBypassOption: "AzureServices",
      // Forbids export of images. Azure accepts this only without public network access.
      exportPolicyEnabled: publicNetworkAccess,
      dataEndpointEnabled: true,
      zoneRedundancyEnabled: props.zoneRedundant,
      retentionPolicyInDays: 7,
    });
    privateEndpoint(this, "private-endpoint", {
      ...props,
      ...props.privateAccess,
      targetName: name,
      targetResourceId: registry.id,
      subresource: "registry",
    });
    diagnostics(this, "diagnostics", { targetResourceId: registry.id, workspaceId: props.workspaceId });

    this.id = registry.id;
    this.name = registry.name;
    this.loginServer = registry.loginServer;
  }
}
