import { ApplicationInsightsWorkbook } from "@cdktf/provider-azurerm/lib/application-insights-workbook";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { DashboardName } from "../../alerts";
import type { BusinessMetrics } from "../../business-metrics";
import { type Placement, placed } from "../placement";
import { infrastructure } from "./dashboards-infrastructure";
import { logTable, logWidget, metricWidget, raisedAlerts, type Widget } from "./dashboards-widgets";
import { accessLog, counts, hostMetrics, published, responseTime, serverErrorPercent } from "./monitoring-metrics";
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

/** Document 002's four dashboards as workbooks: application, infrastructure, SLA, and business where the application names metrics. */
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
      ...(sources.business && { business: dashboard("business", 7 * day, business(sources, sources.business)) }),
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
      ...Object.values(hostMetrics(sources, "HealthyHostCount")),
      ...Object.values(hostMetrics(sources, "UnhealthyHostCount")),
    ]),
    ...(sources.publishesMetrics !== false
      ? [
          logWidget("Connection pool", workspaceId, averages("pool_connections")),
          logWidget("Processing time (s)", workspaceId, averages("processing_time_seconds")),
        ]
      : []),
    ...queueWidgets(sources),
  ];
}

function business(sources: MonitoringSources, metrics: BusinessMetrics): Widget[] {
  const { workspaceId } = sources;
  const { title, total, failed, label } = metrics;
  const all = total.legend;
  const series = published(sources, total.metric, failed.metric);
  const counted = (by: string) => `${series} | summarize ${counts(metrics)} by ${by}`;
  return [
    logWidget(title, workspaceId, counted("bin(TimeGenerated, 1h)")),
    logWidget(
      "Failed (%)",
      workspaceId,
      `${counted("bin(TimeGenerated, 1h)")} | extend percent = iff(${all} > 0, 100.0 * failed / ${all}, 0.0) | project-away ${all}, failed`,
    ),
    ...(label ? [logTable(`By ${label}`, workspaceId, counted(`${label} = tostring(Properties.${label})`))] : []),
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
