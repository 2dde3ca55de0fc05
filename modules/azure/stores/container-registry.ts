import { ContainerRegistry as AzureContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { Construct } from "constructs";
import { diagnostics } from "../monitoring/diagnostics";
import { type PrivateAccess, privateEndpoint } from "../network/private-endpoint";
import { type Placement, placed } from "../placement";

export interface ContainerRegistryProps extends Placement {
  /** DNS zone `privatelink.azurecr.io`. */
  readonly privateAccess: PrivateAccess;
  /** Keeps the record of every login, push and pull. */
  readonly workspaceId: string;
  /** Whether a pipeline outside the network may push, with its Entra role. @default false */
  readonly publicNetworkAccess?: boolean;
  /** Copies in several zones; not in every region. @default true */
  readonly zoneRedundant?: boolean;
  /** Days an image without a tag is kept. @default 7 */
  readonly untaggedDays?: number;
}

/** A private image registry (ACR Premium): Entra roles only, no admin user, no anonymous pull, old untagged images removed. */
export class ContainerRegistry extends Construct {
  /** Scope of the roles `AcrPull` and `AcrPush`. */
  readonly id: string;
  readonly name: string;
  /** Host name that images begin with. */
  readonly loginServer: string;

  constructor(scope: Construct, id: string, props: ContainerRegistryProps) {
    super(scope, id);
    const { publicNetworkAccess = false } = props;
    const name = props.names.of("azure_registry");
    const registry = new AzureContainerRegistry(this, "registry", {
      ...placed(props),
      name,
      sku: "Premium",
      adminEnabled: false,
      anonymousPullEnabled: false,
      publicNetworkAccessEnabled: publicNetworkAccess,
      // Container Instances pull with their identity as a trusted service, past the network rules.
      networkRuleBypassOption: "AzureServices",
      // Images leave a closed registry only by being pulled; Azure takes this for closed ones alone.
      exportPolicyEnabled: publicNetworkAccess,
      dataEndpointEnabled: true,
      zoneRedundancyEnabled: props.zoneRedundant ?? true,
      retentionPolicyInDays: props.untaggedDays ?? 7,
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
