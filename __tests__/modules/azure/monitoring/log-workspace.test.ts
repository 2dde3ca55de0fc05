import { ApplicationInsights } from "@cdktf/provider-azurerm/lib/application-insights";
import { LogAnalyticsWorkspace } from "@cdktf/provider-azurerm/lib/log-analytics-workspace";
import { LogAnalyticsWorkspaceTable } from "@cdktf/provider-azurerm/lib/log-analytics-workspace-table";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { Testing } from "cdktf";
import "cdktf/lib/testing/adapters/jest";
import { AuditTrail } from "../../../../modules/azure/account/audit-trail";
import { LogWorkspace } from "../../../../modules/azure/monitoring/log-workspace";
import { names, placement, resourcesOf, workspaceId } from "../fixtures";

describe("LogWorkspace", () => {
  it("takes logs and traces from Entra identities only", () => {
    const json = Testing.synthScope((scope) => {
      new LogWorkspace(scope, "logs", { ...placement, retentionDays: 90 });
    });
    expect(json).toHaveResourceWithProperties(LogAnalyticsWorkspace, {
      retention_in_days: 90,
      local_authentication_enabled: false,
      tags: placement.tags,
    });
    expect(json).toHaveResourceWithProperties(ApplicationInsights, {
      workspace_id: expect.stringContaining("azurerm_log_analytics_workspace.logs_workspace"),
      local_authentication_disabled: true,
    });
  });
});

describe("AuditTrail", () => {
  const json = Testing.synthScope((scope) => {
    new AuditTrail(scope, "audit", { names, subscriptionId: "1234", workspaceId, retentionDays: 365 });
  });

  it("exports the whole Activity Log of the subscription and keeps it as long as asked", () => {
    expect(json).toHaveResourceWithProperties(MonitorDiagnosticSetting, { target_resource_id: "/subscriptions/1234" });
    const [setting] = resourcesOf<{ enabled_log: unknown[] }>(json, "azurerm_monitor_diagnostic_setting");
    expect(setting.enabled_log).toHaveLength(8);
    expect(json).toHaveResourceWithProperties(LogAnalyticsWorkspaceTable, {
      name: "AzureActivity",
      total_retention_in_days: 365,
    });
  });
});
