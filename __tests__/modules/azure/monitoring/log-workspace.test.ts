import { ApplicationInsights } from "@cdktf/provider-azurerm/lib/application-insights";
import { LogAnalyticsWorkspace } from "@cdktf/provider-azurerm/lib/log-analytics-workspace";
import { LogAnalyticsWorkspaceTable } from "@cdktf/provider-azurerm/lib/log-analytics-workspace-table";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import "cdktf/lib/testing/adapters/jest";
import { AuditTrail } from "../../../../modules/azure/account/audit-trail";
import { LogWorkspace } from "../../../../modules/azure/monitoring/log-workspace";
import { synthesized } from "../../../synthesized";
import { names, placement, workspaceId } from "../fixtures";

describe("LogWorkspace", () => {
  it("accepts logs and traces from Entra identities only", () => {
    const made = synthesized((scope) => {
      new LogWorkspace(scope, "logs", { ...placement, retentionDays: 90 });
    });
    expect(made).toHaveResourceWithProperties(LogAnalyticsWorkspace, {
      retention_in_days: 90,
      local_authentication_enabled: false,
      tags: placement.tags,
    });
    expect(made).toHaveResourceWithProperties(ApplicationInsights, {
      workspace_id: expect.stringContaining("azurerm_log_analytics_workspace.logs_workspace"),
      local_authentication_disabled: true,
    });
  });
});

describe("AuditTrail", () => {
  const made = synthesized((scope) => {
    new AuditTrail(scope, "audit", { names, subscriptionId: "1234", workspaceId, retentionDays: 365 });
  });

  it("exports the whole Activity Log of the subscription and keeps it for the given days", () => {
    const setting = made.one(MonitorDiagnosticSetting);
    expect(setting.target_resource_id).toBe("/subscriptions/1234");
    expect(setting.enabled_log).toHaveLength(8);
    expect(made).toHaveResourceWithProperties(LogAnalyticsWorkspaceTable, {
      name: "AzureActivity",
      total_retention_in_days: 365,
    });
  });
});
