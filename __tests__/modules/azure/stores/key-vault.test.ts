import { KeyVault as AzureKeyVault } from "@cdktf/provider-azurerm/lib/key-vault";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { PrivateEndpoint } from "@cdktf/provider-azurerm/lib/private-endpoint";
import { Testing } from "cdktf";
import "cdktf/lib/testing/adapters/jest";
import { KeyVault } from "../../../../modules/azure/stores/key-vault";
import { placement, privateAccess, tenantId, workspaceId } from "../fixtures";

describe("KeyVault", () => {
  const json = Testing.synthScope((scope) => {
    new KeyVault(scope, "vault", { ...placement, tenantId, privateAccess, workspaceId });
  });

  it("is opened by Entra roles alone and keeps what was deleted from being purged", () => {
    expect(json).toHaveResourceWithProperties(AzureKeyVault, {
      name: "testexecutionprodx7k2",
      rbac_authorization_enabled: true,
      purge_protection_enabled: true,
      soft_delete_retention_days: 90,
      tags: placement.tags,
    });
  });

  it("is reached inside the network only", () => {
    expect(json).toHaveResourceWithProperties(AzureKeyVault, {
      public_network_access_enabled: false,
      network_acls: { default_action: "Deny", bypass: "AzureServices" },
    });
    expect(json).toHaveResourceWithProperties(PrivateEndpoint, {
      subnet_id: privateAccess.subnetId,
      private_dns_zone_group: { name: "default", private_dns_zone_ids: [privateAccess.privateDnsZoneId] },
    });
  });

  it("records every access in the workspace", () => {
    expect(json).toHaveResourceWithProperties(MonitorDiagnosticSetting, {
      log_analytics_workspace_id: workspaceId,
      enabled_log: [{ category_group: "allLogs" }],
    });
  });
});
