/** What a custom role allows on a resource group. */
export interface RolePermissions {
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
}

/** What differs in the resources of a stack. */
export interface PipelineRoleProps {
  readonly platform: "container_instances" | "container_apps";
  /** Whether Container Apps hold references to secrets, whose values are then listed together with their names. */
  readonly hasSecrets: boolean;
}

/** Lists an app's secrets, which azurerm does whenever it reads an app or a job (container_app_resource.go, container_app_job_resource.go). */
const listAppSecrets = ["Microsoft.App/containerApps/listSecrets/action", "Microsoft.App/jobs/listSecrets/action"];

/**
 * Reads and describes all that the resource group holds, but no log and no image. Two actions are no reads to Azure: azurerm lists the
 * keys of App Configuration, which are off and open nothing, and exports the template of a deployment. Apps with secrets cannot be read
 * by it, because the list holds the values: plan these with `--no-refresh`, or with the identity `infrastructure`.
 */
export function planPermissions({ platform, hasSecrets }: PipelineRoleProps): RolePermissions {
  return {
    actions: [
      "*/read",
      "Microsoft.AppConfiguration/configurationStores/ListKeys/action",
      "Microsoft.Resources/deployments/exportTemplate/action",
      ...(platform === "container_apps" && !hasSecrets ? listAppSecrets : []),
    ],
    notActions: [
      "Microsoft.ContainerInstance/containerGroups/containers/logs/read",
      "Microsoft.ContainerRegistry/registries/pull/read",
      "Microsoft.Insights/Logs/*",
      "Microsoft.OperationalInsights/workspaces/query/*",
      "Microsoft.OperationalInsights/workspaces/sharedKeys/*",
    ],
  };
}

/** What comes with every new image: reading what the plan names, and the operations that it waits for. */
const everyRelease = [
  "Microsoft.Authorization/roleAssignments/read",
  "Microsoft.ManagedIdentity/userAssignedIdentities/read",
  "Microsoft.Network/virtualNetworks/subnets/read",
  "Microsoft.Resources/subscriptions/resourceGroups/read",
];

/** A new image of Container Apps is a new revision of an app, and of its jobs, which the release also starts. */
const appRelease = [
  "Microsoft.App/containerApps/read",
  "Microsoft.App/containerApps/write",
  "Microsoft.App/containerApps/*/read",
  "Microsoft.App/jobs/read",
  "Microsoft.App/jobs/write",
  "Microsoft.App/jobs/*/read",
  "Microsoft.App/jobs/start/action",
  "Microsoft.App/managedEnvironments/read",
  "Microsoft.App/managedEnvironments/join/action",
  ...listAppSecrets,
];

/**
 * A new image of Container Instances is a new group under another name and address. So its logs, its alerts, the dashboards that name it
 * and the addresses in the gateway are written too.
 */
const groupRelease = [
  "Microsoft.ContainerInstance/containerGroups/read",
  "Microsoft.ContainerInstance/containerGroups/write",
  "Microsoft.ContainerInstance/containerGroups/delete",
  "Microsoft.Insights/ActionGroups/Read",
  "Microsoft.Insights/Components/Read",
  "Microsoft.Insights/DiagnosticSettings/Read",
  "Microsoft.Insights/DiagnosticSettings/Write",
  "Microsoft.Insights/DiagnosticSettings/Delete",
  "Microsoft.Insights/MetricAlerts/Read",
  "Microsoft.Insights/MetricAlerts/Write",
  "Microsoft.Insights/MetricAlerts/Delete",
  "Microsoft.Insights/Workbooks/Read",
  "Microsoft.Insights/Workbooks/Write",
  "Microsoft.Network/applicationGateways/read",
  "Microsoft.Network/applicationGateways/write",
  "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/read",
  "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/join/action",
  "Microsoft.Network/publicIPAddresses/read",
  "Microsoft.Network/publicIPAddresses/join/action",
  "Microsoft.Network/virtualNetworks/subnets/join/action",
  "Microsoft.OperationalInsights/workspaces/read",
  // Azure asks for it of who sends logs to a workspace (role Monitoring Contributor has it).
  "Microsoft.OperationalInsights/workspaces/sharedKeys/action",
];

/** Deploys a new image of the stack's services, and changes nothing else. */
export function releasePermissions({ platform }: Pick<PipelineRoleProps, "platform">): RolePermissions {
  return { actions: [...everyRelease, ...(platform === "container_apps" ? appRelease : groupRelease)] };
}

/** What Terraform's provider reads of a subscription before anything else, and what a stack has there: its audit log, its roles. */
export const subscriptionPermissions: RolePermissions = {
  actions: [
    "Microsoft.Authorization/roleAssignments/read",
    "Microsoft.Authorization/roleDefinitions/read",
    "Microsoft.Insights/DiagnosticSettings/Read",
    "Microsoft.Resources/subscriptions/read",
    "Microsoft.Resources/subscriptions/providers/read",
  ],
};
