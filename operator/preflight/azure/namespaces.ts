import type { StackView } from "../look/stack-view";

/** By the beginning of a resource's type: the namespace of Azure that must be registered in the subscription. */
const namespaces: readonly (readonly [prefix: string, namespace: string])[] = [
  ["app_configuration", "Microsoft.AppConfiguration"],
  ["application_insights", "microsoft.insights"],
  ["monitor_", "microsoft.insights"],
  ["consumption_", "Microsoft.Consumption"],
  ["container_app", "Microsoft.App"],
  ["container_group", "Microsoft.ContainerInstance"],
  ["container_registry", "Microsoft.ContainerRegistry"],
  ["data_protection_", "Microsoft.DataProtection"],
  ["key_vault", "Microsoft.KeyVault"],
  ["log_analytics_", "Microsoft.OperationalInsights"],
  ["managed_redis", "Microsoft.Cache"],
  ["postgresql_", "Microsoft.DBforPostgreSQL"],
  ["servicebus_", "Microsoft.ServiceBus"],
  ["storage_", "Microsoft.Storage"],
  ["federated_identity_credential", "Microsoft.ManagedIdentity"],
  ["user_assigned_identity", "Microsoft.ManagedIdentity"],
  ...[
    "application_gateway",
    "dns_",
    "nat_gateway",
    "network_",
    "private_",
    "public_ip",
    "subnet",
    "virtual_network",
    "web_application_firewall_policy",
  ].map((prefix) => [prefix, "Microsoft.Network"] as const),
  // Registered in every subscription.
  ...["management_lock", "resource_group", "role_assignment", "role_definition"].map((prefix) => [prefix, ""] as const),
];

/**
 * What azurerm registers itself, of the namespaces above: its set `legacy`, the default of version 4
 * (hashicorp/terraform-provider-azurerm, internal/resourceproviders/required.go).
 */
const automatic = new Set([
  "Microsoft.AppConfiguration",
  "microsoft.insights",
  "Microsoft.ContainerInstance",
  "Microsoft.ContainerRegistry",
  "Microsoft.DataProtection",
  "Microsoft.KeyVault",
  "Microsoft.OperationalInsights",
  "Microsoft.Cache",
  "Microsoft.DBforPostgreSQL",
  "Microsoft.ServiceBus",
  "Microsoft.Storage",
  "Microsoft.ManagedIdentity",
  "Microsoft.Network",
]);

/** The namespace of a resource's type; empty for what is registered everywhere. @throws for a type that is not on the list */
export function namespaceOf(type: string): string {
  const found = namespaces.find(([prefix]) => type.startsWith(`azurerm_${prefix}`));
  if (!found)
    throw new Error(`${type}: expected a namespace of Azure for it in operator/preflight/azure/namespaces.ts`);
  return found[1];
}

/** The namespaces that a stack needs: of its resources, and of what its subnets are delegated to. */
export function namespacesOf(stack: StackView): string[] {
  const ofTypes = stack
    .resources()
    .filter(({ type }) => type.startsWith("azurerm_"))
    .map(({ type }) => namespaceOf(type));
  const named = [...stack.text.matchAll(/Microsoft\.\w+(?=\/\w)/g)].map(([name]) => name);
  return [...new Set([...ofTypes, ...named])].filter((name) => name && name !== "Microsoft.Authorization").sort();
}

/** Whether Terraform registers it by itself, as far as the deployer may. */
export function isAutomatic(stack: StackView, namespace: string): boolean {
  const { resource_provider_registrations: set, resource_providers_to_register: more } =
    stack.provider("azurerm") ?? {};
  if (((more ?? []) as string[]).includes(namespace)) return true;
  return (set === undefined || set === "legacy" || set === "all") && automatic.has(namespace);
}
