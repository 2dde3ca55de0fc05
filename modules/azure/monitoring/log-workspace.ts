import { ApplicationInsights } from "@cdktf/provider-azurerm/lib/application-insights";
import { LogAnalyticsWorkspace } from "@cdktf/provider-azurerm/lib/log-analytics-workspace";
import { Construct } from "constructs";
import { type Placement, placed } from "../placement";
import { diagnostics } from "./diagnostics";

export interface LogWorkspaceProps extends Placement {
  /** Days that logs are kept, 30 to 730 (Azure limits). */
  readonly retentionDays: number;
}

/**
 * A Log Analytics workspace for logs, and an Application Insights that stores traces and metrics in it. Application Insights accepts
 * data from Entra identities only (role `Monitoring Metrics Publisher`).
 */
export class LogWorkspace extends Construct {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly applicationInsightsId: string;
  /** Connection string of Application Insights for OpenTelemetry. It is no secret, because data is accepted from identities only. */
  readonly connectionString: string;

  constructor(scope: Construct, id: string, props: LogWorkspaceProps) {
    super(scope, id);
    const { names } = props;
    const workspace = new LogAnalyticsWorkspace(this, "workspace", {
      ...placed(props),
      name: names.of("azure_workspace", "logs"),
      sku: "PerGB2018",
      retentionInDays: props.retentionDays,
      localAuthenticationEnabled: false,
    });
    // Records who ran which query.
    diagnostics(this, "diagnostics", { targetResourceId: workspace.id, workspaceId: workspace.id });
    const insights = new ApplicationInsights(this, "application-insights", {
      ...placed(props),
      name: names.of("azure_alert", "insights"),
      applicationType: "web",
      workspaceId: workspace.id,
      localAuthenticationDisabled: true,
    });

    this.workspaceId = workspace.id;
    this.workspaceName = workspace.name;
    this.applicationInsightsId = insights.id;
    this.connectionString = insights.connectionString;
  }
}
