import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import type { TerraformStack } from "cdktf";
import type { PlatformSettings } from "../../settings/schema";
import { withNamespace } from "../provider-source";

type Settings = PlatformSettings["azure"];

/** The Azure provider of the stack: one subscription, no access with account keys, and no partner telemetry. */
export function useAzureProvider(stack: TerraformStack, settings: Settings): void {
  withNamespace(
    new AzurermProvider(stack, "azurerm", {
      subscriptionId: settings.subscription_id,
      tenantId: settings.tenant_id,
      storageUseAzuread: true,
      disableTerraformPartnerId: true,
      // Container Apps; the provider registers the others itself (azurerm 4.55, internal/resourceproviders/required.go).
      resourceProvidersToRegister: ["Microsoft.App"],
      features: [
        {
          // Terraform cannot reach the accounts, which are open to the network only, so it uses Azure's management API.
          storage: [{ dataPlaneAvailable: false }],
          keyVault: [{ purgeSoftDeleteOnDestroy: false, recoverSoftDeletedKeyVaults: true }],
          resourceGroup: [{ preventDeletionIfContainsResources: settings.protected }],
        },
      ],
    }),
  );
}

/** The tags of every resource; the Azure provider has no default tags. */
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
