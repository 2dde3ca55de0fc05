import { ApplicationInsightsWorkbook } from "@cdktf/provider-azurerm/lib/application-insights-workbook";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { DashboardName } from "../../alerts";
import { type Placement, placed } from "../placement";
import { infrastructure } from "./dashboards-infrastructure";
import { logTable, logWidget, metricWidget, raisedAlerts, type Widget } from "./dashboards-widgets";
import {
  accessLog,
  gatewayMetric,
  published,
  responseTime,
  serverErrorPercent,
  testCounts,
} from "./monitoring-metrics";
import type { MonitoringSources } from "./monitoring-sources";

export interface DashboardsProps extends Placement {
  readonly sources: MonitoringSources;
  /** Upper limit of a good p95 response time, in milliseconds. */
  readonly latencyThreshold: number;
  /** Share of requests that the SLA promises to answer without a server error, in percent. */
  readonly availabilityTargetPercent: number;
}

const hour = 3_600_000;
const day = 24 * hour;

/** Document 002's four dashboards as workbooks: application, infrastructure, SLA, and business where the application publishes metrics. */
export class Dashboards extends Construct {
  /** Display names of the workbooks. */
  readonly dashboardNames: Readonly<Partial<Record<DashboardName, string>>>;

  constructor(scope: Construct, id: string, props: DashboardsProps) {
    super(scope, id);
    const dashboard = (name: DashboardName, durationMs: number, widgets: readonly Widget[]) =>
      new ApplicationInsightsWorkbook(this, name, {
        ...placed(props),
        // Azure requires a UUID; this one is derived from the name.
        name: Fn.uuidv5("dns", props.names.of("azure_dashboard", name)),
        displayName: props.names.of("azure_dashboard", name),
        dataJson: JSON.stringify({
          version: "Notebook/1.0",
          items: widgets.map(({ type, content }) => ({
            type,
            content: { ...content, timeContext: { durationMs } },
            customWidth: "50",
            name: content.title,
          })),
          fallbackResourceIds: ["azure monitor"],
          $schema: "https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json",
        }),
      }).displayName;

    const { sources } = props;
    this.dashboardNames = {
      application: dashboard("application", 4 * hour, application(props)),
      infrastructure: dashboard("infrastructure", 4 * hour, infrastructure(sources)),
      ...(sources.publishesMetrics !== false && { business: dashboard("business", 7 * day, business(sources)) }),
      sla: dashboard("sla", 30 * day, sla(props)),
    };
  }
}

function application({ sources, latencyThreshold }: DashboardsProps): Widget[] {
  const { workspaceId } = sources;
  const log = accessLog(sources);
  const averages = (name: string) =>
    `${published(sources, name)} | summarize average = sum(Sum) / sum(ItemCount), highest = max(Max) by bin(TimeGenerated, 5m)`;
  return [
    logWidget("Requests", workspaceId, `${log} | summarize requests = count() by bin(TimeGenerated, 5m)`),
    logWidget("Response time (ms)", workspaceId, `${log} | ${responseTimes("5m", latencyThreshold)}`),
    logWidget(
      "Errors",
      workspaceId,
      `${log} | where HttpStatus >= 400 | summarize count() by bin(TimeGenerated, 5m), tostring(HttpStatus)`,
    ),
    metricWidget("Healthy containers", [
      gatewayMetric(sources, "HealthyHostCount", "Average"),
      gatewayMetric(sources, "UnhealthyHostCount", "Average"),
    ]),
    ...(sources.publishesMetrics !== false
      ? [
          logWidget("Connection pool", workspaceId, averages("PoolConnections")),
          logWidget("Processing time (ms)", workspaceId, averages("ProcessingTime")),
        ]
      : []),
    ...queueWidgets(sources),
  ];
}

function business(sources: MonitoringSources): Widget[] {
  const { workspaceId } = sources;
  const tests = published(sources, "TestsRun", "TestsFailed");
  const counted = (by: string) => `${tests} | summarize ${testCounts} by ${by}`;
  return [
    logWidget("Test executions", workspaceId, counted("bin(TimeGenerated, 1h)")),
    logWidget(
      "Failed (%)",
      workspaceId,
      `${counted("bin(TimeGenerated, 1h)")} | extend percent = iff(run > 0, 100.0 * failed / run, 0.0) | project-away run, failed`,
    ),
    logTable("By framework", workspaceId, counted("Framework = tostring(Properties.Framework)")),
  ];
}

function sla({
  sources,
  resourceGroup,
  latencyThreshold,
  availabilityTargetPercent: target,
}: DashboardsProps): Widget[] {
  const { workspaceId } = sources;
  const log = accessLog(sources);
  const availability = `100 - ${serverErrorPercent}`;
  return [
    logTable(
      `Availability (%), promised ${target}`,
      workspaceId,
      `${log} | summarize availability = ${availability} | extend budget_left = 100 * (1 - (100 - availability) / (100 - ${target}))`,
    ),
    logWidget(
      "Availability (%)",
      workspaceId,
      `${log} | summarize availability = ${availability} by bin(TimeGenerated, 1h) | extend promised = ${target}`,
    ),
    logWidget("Response time (ms)", workspaceId, `${log} | ${responseTimes("1h", latencyThreshold)}`),
    raisedAlerts("Alerts", resourceGroup.name),
  ];
}

function responseTimes(bin: string, limit: number): string {
  const percentiles = [50, 95, 99].map((percentile) => `p${percentile} = ${responseTime(percentile)}`).join(", ");
  return `summarize ${percentiles} by bin(TimeGenerated, ${bin}) | extend limit = ${limit}`;
}

/** The queue of every component, each in a namespace of its own; a line per queue. */
function queueWidgets({ queues = {} }: MonitoringSources): Widget[] {
  const metrics = Object.values(queues).flatMap(({ namespaceId: resourceId }) =>
    ["ActiveMessages", "DeadletteredMessages"].map(
      (name) => ({ resourceId, namespace: "Microsoft.ServiceBus/namespaces", name, aggregation: "Average" }) as const,
    ),
  );
  return metrics.length > 0 ? [metricWidget("Queue depth", metrics, "EntityName")] : [];
}
