import { LogAnalyticsWorkspaceTable } from "@cdktf/provider-azurerm/lib/log-analytics-workspace-table";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface AuditTrailProps {
  readonly names: Names;
  readonly subscriptionId: string;
  readonly workspaceId: string;
  /** Days the records are kept: 30 to 730, or whole years up to 12 (1095, 1460, 1826, 2191, 2556, …). */
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
 * Who did what in the subscription: the Activity Log, searchable in the workspace as `AzureActivity`. A subscription sends
 * its log to five places at most, so at most five environments share one.
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
      name: props.names.of("azure_resource", "activity-log"),
      targetResourceId: `/subscriptions/${props.subscriptionId}`,
      logAnalyticsWorkspaceId: props.workspaceId,
      enabledLog: categories.map((category) => ({ category })),
      dependsOn: [table],
    });
  }
}
