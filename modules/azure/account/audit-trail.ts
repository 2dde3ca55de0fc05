import { LogAnalyticsWorkspaceTable } from "@cdktf/provider-azurerm/lib/log-analytics-workspace-table";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface AuditTrailProps {
  readonly names: Names;
  readonly subscriptionId: string;
  /** Log Analytics workspace that gets the records. */
  readonly workspaceId: string;
  /** Days that records are kept: 30 to 730, or whole years up to 12 (1095, 1460, 1826, 2191, 2556, …). */
  readonly retentionDays: number;
}

const categories = [
  "Administrative",
  "Alert",
  "Autoscale",
  "Policy",
  "Recommendation",
  "ResourceHealth",
  "Security",
  "ServiceHealth",
];

/**
 * Records who did what in the subscription: its Activity Log, in the workspace's table `AzureActivity`. A subscription has at most
 * five such exports, so at most five environments can share one.
 */
export class AuditTrail extends Construct {
  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    const table = new LogAnalyticsWorkspaceTable(this, "records", {
      workspaceId: props.workspaceId,
      name: "AzureActivity",
      plan: "Analytics",
      totalRetentionInDays: props.retentionDays,
    });
    new MonitorDiagnosticSetting(this, "activity-log", {
      name: props.names.of("azure_alert", "activity-log"),
      targetResourceId: `/subscriptions/${props.subscriptionId}`,
      logAnalyticsWorkspaceId: props.workspaceId,
      enabledLog: categories.map((category) => ({ category })),
      dependsOn: [table],
    });
  }
}
