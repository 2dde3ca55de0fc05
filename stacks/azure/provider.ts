import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import type { TerraformStack } from "cdktf";
import type { PlatformSettings } from "../../settings/schema";

type Settings = PlatformSettings["azure"];

/** The Azure provider of one stack: one subscription, no access by key, and nothing reported to a partner. */
export function useAzureProvider(stack: TerraformStack, settings: Settings): void {
  new AzurermProvider(stack, "azurerm", {
    subscriptionId: settings.subscription_id,
    tenantId: settings.tenant_id,
    storageUseAzuread: true,
    disableTerraformPartnerId: true,
    features: [
      {
        // Azure would make an alert rule of its own beside each.
        applicationInsights: [{ disableGeneratedRule: true }],
        // Accounts are reached inside the network only; what Terraform sets, it sets through Azure's own API.
        storage: [{ dataPlaneAvailable: false }],
        keyVault: [{ purgeSoftDeleteOnDestroy: false, recoverSoftDeletedKeyVaults: true }],
        resourceGroup: [{ preventDeletionIfContainsResources: settings.protected }],
      },
    ],
  });
}

/** Every Azure resource's tags, which Azure has no defaults for. */
export function azureTags(
  stack: TerraformStack,
  { tags, system, environment, data_class }: Settings,
): Record<string, string> {
  return {
    ...tags,
    System: system,
    Environment: environment,
    Stack: stack.node.id,
    DataClass: data_class,
    ManagedBy: "terraform",
  };
}
