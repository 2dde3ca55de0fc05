import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { infrastructure } from "./dashboards-infrastructure";
import { alarmStatus, dashboardBody, graph, line, measured, periodTotal, type Widget } from "./dashboards-widgets";
import {
  applicationMetric,
  availabilityPercent,
  loadBalancerMetric,
  type Metric,
  responseTime,
  targetGroupMetric,
  testFailurePercent,
} from "./monitoring-metrics";
import type { MonitoringSources } from "./monitoring-sources";

export type DashboardName = "application" | "infrastructure" | "business" | "sla";

export interface DashboardsProps {
  readonly names: Names;
  readonly sources: MonitoringSources;
  /** Alarms whose state the SLA dashboard shows. */
  readonly alarmArns: readonly string[];
  /** p95 response time in milliseconds that is still good. */
  readonly latencyThreshold: number;
  /** Share of requests that the SLA promises to answer without a server error, in percent. */
  readonly availabilityTargetPercent: number;
}

/** Document 002's four dashboards: application, infrastructure, SLA, and business where the application publishes metrics. */
export class Dashboards extends Construct {
  readonly dashboardNames: Readonly<Partial<Record<DashboardName, string>>>;

  constructor(scope: Construct, id: string, props: DashboardsProps) {
    super(scope, id);
    const dashboard = (name: DashboardName, start: string, widgets: Widget[]) =>
      new CloudwatchDashboard(this, name, {
        dashboardName: props.names.of("dashboard", name),
        dashboardBody: dashboardBody(props.names, start, widgets),
      }).dashboardName;

    this.dashboardNames = {
      application: dashboard("application", "-PT3H", application(props)),
      infrastructure: dashboard("infrastructure", "-PT3H", infrastructure(props.sources)),
      ...(props.sources.publishesMetrics !== false && { business: dashboard("business", "-P7D", business(props)) }),
      sla: dashboard("sla", "-P30D", sla(props)),
    };
  }
}

function application({ sources, latencyThreshold }: DashboardsProps): Widget[] {
  const perTargetGroup = (name: string, stat: string) =>
    Object.keys(sources.services.targetGroupArnSuffixes).map((key) =>
      line(targetGroupMetric(sources, key, name, stat), key),
    );
  return [
    graph("Requests", perTargetGroup("RequestCount", "Sum")),
    graph("Response time (ms)", responseTimes(sources), latencyThreshold),
    graph("Errors", [
      line(loadBalancerMetric(sources, "HTTPCode_Target_4XX_Count"), "4xx of the application"),
      line(loadBalancerMetric(sources, "HTTPCode_Target_5XX_Count"), "5xx of the application"),
      line(loadBalancerMetric(sources, "HTTPCode_ELB_5XX_Count"), "5xx of the load balancer"),
    ]),
    graph("Healthy replicas", perTargetGroup("HealthyHostCount", "Maximum")),
    ...publishedWidgets(sources),
    ...queueWidgets(sources),
    ...firewallWidgets(sources),
  ];
}

function business({ sources }: DashboardsProps): Widget[] {
  const byFramework = (name: string) => [
    [{ expression: `SEARCH('{"${sources.metricNamespace}",Framework} MetricName="${name}"', 'Sum')` }],
  ];
  return [
    graph("Test executions", [
      line(applicationMetric(sources, "TestsRun"), "run"),
      line(applicationMetric(sources, "TestsFailed"), "failed"),
    ]),
    graph("Failed (%)", measured(testFailurePercent(sources), "failed")),
    graph("Executions by framework", byFramework("TestsRun")),
    graph("Failures by framework", byFramework("TestsFailed")),
  ];
}

function sla({ sources, alarmArns, latencyThreshold, availabilityTargetPercent: target }: DashboardsProps): Widget[] {
  const availability = availabilityPercent(sources);
  const budgetLeft = {
    ...availability,
    expression: `100 * (1 - (100 - (${availability.expression})) / (100 - ${target}))`,
  };
  return [
    periodTotal(`Availability (%), promised ${target}`, measured(availability, "availability")),
    periodTotal("Error budget left (%)", measured(budgetLeft, "left")),
    graph("Availability (%)", measured(availability, "availability"), target),
    graph("Response time (ms)", responseTimes(sources), latencyThreshold),
    alarmStatus("Alarms", alarmArns),
  ];
}

const responseTimes = (sources: MonitoringSources) =>
  ["p50", "p95", "p99"].flatMap((percentile) => measured(responseTime(sources, percentile), percentile));

function publishedWidgets(sources: MonitoringSources): Widget[] {
  if (sources.publishesMetrics === false) return [];
  return [
    graph("Connection pool", [
      line(applicationMetric(sources, "PoolConnections", "Average"), "in use, average"),
      line(applicationMetric(sources, "PoolConnections", "Maximum"), "in use, highest"),
    ]),
    graph(
      "Processing time (ms)",
      ["p50", "p95"].map((stat) => line(applicationMetric(sources, "ProcessingTime", stat), stat)),
    ),
  ];
}

function firewallWidgets({ webFirewall }: MonitoringSources): Widget[] {
  if (!webFirewall) return [];
  const requests = (name: string, rule = "ALL"): Metric => ({
    namespace: "AWS/WAFV2",
    name,
    dimensions: { ...webFirewall.metricDimensions, Rule: rule },
    stat: "Sum",
  });
  return [
    graph("Requests stopped by the firewall", [
      line(requests("BlockedRequests"), "blocked"),
      line(requests("BlockedRequests", "RateLimitRule"), "blocked, too many from one address"),
      line(requests("CountedRequests"), "counted only"),
    ]),
  ];
}

function queueWidgets({ queue }: MonitoringSources): Widget[] {
  if (!queue) return [];
  const metric = (name: string): Metric => ({
    namespace: "AWS/SQS",
    name,
    dimensions: { QueueName: queue.name },
    stat: "Maximum",
  });
  return [
    graph("Queue depth", [
      line(metric("ApproximateNumberOfMessagesVisible"), "waiting"),
      line(metric("ApproximateNumberOfMessagesNotVisible"), "in work"),
    ]),
    graph("Waiting time of the oldest message (s)", [line(metric("ApproximateAgeOfOldestMessage"), "age")]),
  ];
}
