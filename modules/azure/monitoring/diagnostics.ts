import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import type { Construct } from "constructs";

export interface DiagnosticsProps {
  /** Resource whose logs are sent. */
  readonly targetResourceId: string;
  /** Log Analytics workspace that gets the logs. */
  readonly workspaceId: string;
  /** Log categories, for a service without the group `allLogs`. @default - all logs */
  readonly categories?: readonly string[];
  /** Whether logs go to a table per kind, such as `AGWAccessLogs`; only some services have the choice. @default false */
  readonly dedicatedTables?: boolean;
}

/** Sends the logs of a resource to the workspace. Metrics are not copied, because Azure Monitor keeps them for 93 days for free. */
export function diagnostics(scope: Construct, id: string, props: DiagnosticsProps): MonitorDiagnosticSetting {
  return new MonitorDiagnosticSetting(scope, id, {
    name: "workspace",
    targetResourceId: props.targetResourceId,
    logAnalyticsWorkspaceId: props.workspaceId,
    logAnalyticsDestinationType: props.dedicatedTables ? "Dedicated" : undefined,
    enabledLog: props.categories?.map((category) => ({ category })) ?? [{ categoryGroup: "allLogs" }],
  });
}
