import { KeyVault as AzureKeyVault } from "@cdktf/provider-azurerm/lib/key-vault";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { PrivateEndpoint } from "@cdktf/provider-azurerm/lib/private-endpoint";
import "cdktf/lib/testing/adapters/jest";
import { KeyVault } from "../../../../modules/azure/stores/key-vault";
import { synthesized } from "../../../synthesized";
import { placement, privateAccess, tenantId, workspaceId } from "../fixtures";

describe("KeyVault", () => {
  const made = synthesized((scope) => {
    new KeyVault(scope, "vault", { ...placement, tenantId, privateAccess, workspaceId });
  });

  it("allows access by Entra roles only and protects deleted secrets from being purged", () => {
    expect(made).toHaveResourceWithProperties(AzureKeyVault, {
      name: "testexecutionprodx7k2",
      rbac_authorization_enabled: true,
      purge_protection_enabled: true,
      soft_delete_retention_days: 90,
      tags: placement.tags,
    });
  });

  it("is reached inside the network only", () => {
    expect(made).toHaveResourceWithProperties(AzureKeyVault, {
      public_network_access_enabled: false,
      network_acls: { default_action: "Deny", bypass: "AzureServices" },
    });
    expect(made).toHaveResourceWithProperties(PrivateEndpoint, {
      subnet_id: privateAccess.subnetId,
      private_dns_zone_group: { name: "default", private_dns_zone_ids: [privateAccess.privateDnsZoneId] },
    });
  });

  it("is reached from ranges that are named too, and from no others", () => {
    const made = synthesized((scope) => {
      const allowedCidrs = ["203.0.113.0/24", "198.51.100.7/32"];
      new KeyVault(scope, "vault", { ...placement, tenantId, privateAccess, workspaceId, allowedCidrs });
    });
    expect(made).toHaveResourceWithProperties(AzureKeyVault, {
      public_network_access_enabled: true,
      network_acls: {
        default_action: "Deny",
        bypass: "AzureServices",
        ip_rules: ["203.0.113.0/24", "198.51.100.7/32"],
      },
    });
  });

  it("records every access in the workspace", () => {
    expect(made).toHaveResourceWithProperties(MonitorDiagnosticSetting, {
      log_analytics_workspace_id: workspaceId,
      enabled_log: [{ category_group: "allLogs" }],
    });
  });
});
