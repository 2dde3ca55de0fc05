import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import type { Construct } from "constructs";

export interface DiagnosticsProps {
  readonly targetResourceId: string;
  /** Log Analytics workspace that keeps the logs. */
  readonly workspaceId: string;
  /** Log categories, where a service knows no group of all of them. @default - all logs */
  readonly categories?: readonly string[];
  /** Logs go to a table per kind, such as `AGWAccessLogs`, for services that let one choose. @default false */
  readonly dedicatedTables?: boolean;
}

/** Sends the logs of a resource to the workspace. Metrics are not copied there: Azure Monitor keeps them for 93 days, free. */
export function diagnostics(scope: Construct, id: string, props: DiagnosticsProps): MonitorDiagnosticSetting {
  return new MonitorDiagnosticSetting(scope, id, {
    name: "workspace",
    targetResourceId: props.targetResourceId,
    logAnalyticsWorkspaceId: props.workspaceId,
    logAnalyticsDestinationType: props.dedicatedTables ? "Dedicated" : undefined,
    enabledLog: props.categories?.map((category) => ({ category })) ?? [{ categoryGroup: "allLogs" }],
  });
}
