import { ApplicationInsightsWorkbook } from "@cdktf/provider-azurerm/lib/application-insights-workbook";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { type Placement, placed } from "../placement";
import { type Chart, logChart, logTable, metricChart, raisedAlerts } from "./dashboards-charts";
import { infrastructure } from "./dashboards-infrastructure";
import {
  accessLog,
  gatewayMetric,
  published,
  responseTime,
  serverErrorPercent,
  testCounts,
} from "./monitoring-metrics";
import type { MonitoringSources } from "./monitoring-sources";

export type DashboardName = "application" | "infrastructure" | "business" | "sla";

export interface DashboardsProps extends Placement {
  readonly sources: MonitoringSources;
  /** p95 response time in milliseconds that is still good. */
  readonly latencyThreshold: number;
  /** Share of requests that the SLA promises to answer without a server error, in percent. */
  readonly availabilityTargetPercent: number;
}

const hour = 3_600_000;
const day = 24 * hour;

/** Document 002's four dashboards as workbooks: application, infrastructure, SLA, and business where the application publishes metrics. */
export class Dashboards extends Construct {
  readonly dashboardNames: Readonly<Partial<Record<DashboardName, string>>>;

  constructor(scope: Construct, id: string, props: DashboardsProps) {
    super(scope, id);
    const dashboard = (name: DashboardName, durationMs: number, charts: readonly Chart[]) =>
      new ApplicationInsightsWorkbook(this, name, {
        ...placed(props),
        // Azure wants a UUID; this one follows from the name.
        name: Fn.uuidv5("dns", props.names.of("dashboard", name)),
        displayName: props.names.of("dashboard", name),
        dataJson: JSON.stringify({
          version: "Notebook/1.0",
          items: charts.map(({ type, content }) => ({
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

function application({ sources, latencyThreshold }: DashboardsProps): Chart[] {
  const { workspaceId, queue } = sources;
  const log = accessLog(sources);
  const averages = (name: string) =>
    `${published(sources, name)} | summarize average = sum(Sum) / sum(ItemCount), highest = max(Max) by bin(TimeGenerated, 5m)`;
  return [
    logChart("Requests", workspaceId, `${log} | summarize requests = count() by bin(TimeGenerated, 5m)`),
    logChart("Response time (ms)", workspaceId, `${log} | ${responseTimes("5m", latencyThreshold)}`),
    logChart(
      "Errors",
      workspaceId,
      `${log} | where HttpStatus >= 400 | summarize count() by bin(TimeGenerated, 5m), tostring(HttpStatus)`,
    ),
    metricChart("Healthy containers", [
      gatewayMetric(sources, "HealthyHostCount", "Average"),
      gatewayMetric(sources, "UnhealthyHostCount", "Average"),
    ]),
    ...(sources.publishesMetrics !== false
      ? [
          logChart("Connection pool", workspaceId, averages("PoolConnections")),
          logChart("Processing time (ms)", workspaceId, averages("ProcessingTime")),
        ]
      : []),
    ...(queue ? [queueChart(queue.namespaceId)] : []),
  ];
}

function business(sources: MonitoringSources): Chart[] {
  const { workspaceId } = sources;
  const tests = published(sources, "TestsRun", "TestsFailed");
  const counted = (by: string) => `${tests} | summarize ${testCounts} by ${by}`;
  return [
    logChart("Test executions", workspaceId, counted("bin(TimeGenerated, 1h)")),
    logChart(
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
}: DashboardsProps): Chart[] {
  const { workspaceId } = sources;
  const log = accessLog(sources);
  const availability = `100 - ${serverErrorPercent}`;
  return [
    logTable(
      `Availability (%), promised ${target}`,
      workspaceId,
      `${log} | summarize availability = ${availability} | extend budget_left = 100 * (1 - (100 - availability) / (100 - ${target}))`,
    ),
    logChart(
      "Availability (%)",
      workspaceId,
      `${log} | summarize availability = ${availability} by bin(TimeGenerated, 1h) | extend promised = ${target}`,
    ),
    logChart("Response time (ms)", workspaceId, `${log} | ${responseTimes("1h", latencyThreshold)}`),
    raisedAlerts("Alerts", resourceGroup.name),
  ];
}

function responseTimes(bin: string, limit: number): string {
  const percentiles = [50, 95, 99].map((percentile) => `p${percentile} = ${responseTime(percentile)}`).join(", ");
  return `summarize ${percentiles} by bin(TimeGenerated, ${bin}) | extend limit = ${limit}`;
}

function queueChart(resourceId: string): Chart {
  const metric = (name: string) =>
    ({ resourceId, namespace: "Microsoft.ServiceBus/namespaces", name, aggregation: "Average" }) as const;
  return metricChart("Queue depth", [metric("ActiveMessages"), metric("DeadletteredMessages")], "EntityName");
}
