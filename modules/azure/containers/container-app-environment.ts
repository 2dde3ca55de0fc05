import { ContainerAppEnvironment as AzureContainerAppEnvironment } from "@cdktf/provider-azurerm/lib/container-app-environment";
import { Construct } from "constructs";
import { diagnostics } from "../monitoring/diagnostics";
import type { NetworkAttributes } from "../network/network";
import { type Placement, placed } from "../placement";

export interface ContainerAppEnvironmentProps extends Placement {
  readonly network: NetworkAttributes;
  /** Keeps what the containers write. */
  readonly workspaceId: string;
  /** Replicas spread over all zones; not in every region, and fixed once it is made. @default true */
  readonly zoneRedundant?: boolean;
}

/** What Container Apps run in: inside the network, with no way in from the internet, paid by use (Consumption). */
export class ContainerAppEnvironment extends Construct {
  readonly environmentId: string;
  /** Private address of all its apps, which the host name tells apart. */
  readonly staticIpAddress: string;

  constructor(scope: Construct, id: string, props: ContainerAppEnvironmentProps) {
    super(scope, id);
    const { names } = props;
    const environment = new AzureContainerAppEnvironment(this, "environment", {
      ...placed(props),
      name: names.of("azure_resource"),
      infrastructureSubnetId: props.network.subnets.apps.subnetId,
      // Azure's own resources; a name of Azure's choice would look like a change in every plan.
      infrastructureResourceGroupName: names.of("azure_resource", "apps-infrastructure"),
      internalLoadBalancerEnabled: true,
      publicNetworkAccess: "Disabled",
      zoneRedundancyEnabled: props.zoneRedundant ?? true,
      workloadProfile: [{ name: "Consumption", workloadProfileType: "Consumption" }],
      // Through the diagnostic setting, which needs no key of the workspace.
      logsDestination: "azure-monitor",
    });
    diagnostics(this, "diagnostics", { targetResourceId: environment.id, workspaceId: props.workspaceId });

    this.environmentId = environment.id;
    this.staticIpAddress = environment.staticIpAddress;
  }
}
