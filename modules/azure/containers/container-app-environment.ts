import { ContainerAppEnvironment as AzureContainerAppEnvironment } from "@cdktf/provider-azurerm/lib/container-app-environment";
import { Construct } from "constructs";
import { diagnostics } from "../monitoring/diagnostics";
import type { NetworkAttributes } from "../network/network";
import { type Placement, placed } from "../placement";

export interface ContainerAppEnvironmentProps extends Placement {
  readonly network: NetworkAttributes;
  /** Log Analytics workspace that gets the containers' output. */
  readonly workspaceId: string;
  /** Whether replicas are spread over all zones. Not available in every region; a change replaces the environment. */
  readonly zoneRedundant: boolean;
}

/** The environment of Container Apps: inside the network, not reachable from the internet, billed by use (Consumption). */
export class ContainerAppEnvironment extends Construct {
  readonly environmentId: string;
  /** Private address of all its apps; the host name of a request selects the app. */
  readonly staticIpAddress: string;

  constructor(scope: Construct, id: string, props: ContainerAppEnvironmentProps) {
    super(scope, id);
    const { names } = props;
    const environment = new AzureContainerAppEnvironment(this, "environment", {
      ...placed(props),
      name: names.of("azure_app_environment"),
      infrastructureSubnetId: props.network.subnets.apps.subnetId,
      // The group of Azure's own resources. A name that Azure chooses would be a difference in every plan.
      infrastructureResourceGroupName: names.of("azure_resource", "apps-infrastructure"),
      internalLoadBalancerEnabled: true,
      publicNetworkAccess: "Disabled",
      zoneRedundancyEnabled: props.zoneRedundant,
      workloadProfile: [{ name: "Consumption", workloadProfileType: "Consumption" }],
      // The diagnostic setting below needs no key of the workspace.
      logsDestination: "azure-monitor",
    });
    diagnostics(this, "diagnostics", { targetResourceId: environment.id, workspaceId: props.workspaceId });

    this.environmentId = environment.id;
    this.staticIpAddress = environment.staticIpAddress;
  }
}
