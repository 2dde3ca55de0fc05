import { MonitoringDashboard } from "@cdktf/provider-google/lib/monitoring-dashboard";
import { Construct } from "constructs";
import type { DashboardName } from "../../alerts";
import type { Names } from "../../names";
import { business } from "./dashboards-business";
import { infrastructure } from "./dashboards-infrastructure";
import { dashboardJson, graph, incidents, latest, type Widget } from "./dashboards-widgets";
import {
  answeredFrom,
  availabilityPercent,
  firewallRequests,
  instances,
  poolConnections,
  processingTime,
  queueGauge,
  requestRate,
  responseTime,
  runners,
  serverErrorPercent,
} from "./monitoring-metrics";
import type { MetricSources } from "./monitoring-sources";

export interface DashboardsProps {
  readonly names: Names;
  readonly sources: MetricSources;
  /** Alert policies whose incidents the SLA dashboard shows. */
  readonly policyNames: readonly string[];
  /** Upper limit of a good p95 response time, in milliseconds. */
  readonly latencyThreshold: number;
  /** Share of requests that the SLA promises to answer without a server error, in percent. */
  readonly availabilityTargetPercent: number;
}

/** The time that each point of a line covers; Google's metrics have one value a minute. */
const window = "300s";

/** Document 002's four dashboards: application, infrastructure, SLA, and business where the application names metrics. */
export class Dashboards extends Construct {
  /** `projects/…/dashboards/…` */
  readonly dashboardIds: Readonly<Partial<Record<DashboardName, string>>>;

  constructor(scope: Construct, id: string, props: DashboardsProps) {
    super(scope, id);
    const { names, sources } = props;
    const dashboard = (name: DashboardName, widgets: Widget[]) =>
      new MonitoringDashboard(this, name, { dashboardJson: dashboardJson(names.of("gcp_dashboard", name), widgets) })
        .id;

    this.dashboardIds = {
      application: dashboard("application", application(props)),
      infrastructure: dashboard("infrastructure", infrastructure(sources, window)),
      ...(sources.business && { business: dashboard("business", business(sources, sources.business, window)) }),
      sla: dashboard("sla", sla(props)),
    };
  }
}

function application({ sources, latencyThreshold }: DashboardsProps): Widget[] {
  const perClass = (label: string, response_code_class: string) => ({
    label,
    query: requestRate(sources, window, { response_code_class }),
  });
  return [
    graph("Requests a second", [{ label: "requests", query: requestRate(sources, window) }]),
    graph("Response time (ms)", responseTimes(sources), latencyThreshold),
    graph("Errors a second", [perClass("4xx", "400"), perClass("5xx", "500")]),
    graph(
      "Replicas",
      Object.entries(runners(sources)).map(([label, runner]) => ({ label, query: instances(runner, window) })),
    ),
    ...publishedWidgets(sources),
    ...queueWidgets(sources),
    ...firewallWidgets(sources),
  ];
}

function sla({ sources, policyNames, latencyThreshold, availabilityTargetPercent: target }: DashboardsProps): Widget[] {
  const errors = serverErrorPercent(sources, "30d");
  return [
    latest(`Availability in 30 days (%), promised ${target}`, availabilityPercent(sources, "30d")),
    latest("Error budget left of 30 days (%)", `100 * (1 - (${errors}) / (100 - ${target}))`),
    graph("Availability (%)", [{ label: "availability", query: availabilityPercent(sources, window) }], target),
    graph("Response time (ms)", responseTimes(sources), latencyThreshold),
    ...(sources.uptimeCheckId
      ? [graph("Answered from places in the world", [{ label: "places", query: answeredFrom(sources, window) }])]
      : []),
    incidents("Incidents", policyNames),
  ];
}

const responseTimes = (sources: MetricSources) =>
  [0.5, 0.95, 0.99].map((quantile) => ({
    label: `p${quantile * 100}`,
    query: responseTime(sources, quantile, window),
  }));

function publishedWidgets(sources: MetricSources): Widget[] {
  if (sources.publishesMetrics === false) return [];
  return [
    graph("Connection pool", [
      { label: "in use, all replicas", query: poolConnections(sources, "sum") },
      { label: "in use, highest", query: poolConnections(sources, "max") },
    ]),
    graph(
      "Processing time (s)",
      [0.5, 0.95].map((quantile) => ({
        label: `p${quantile * 100}`,
        query: processingTime(sources, quantile, window),
      })),
    ),
  ];
}

/** A line per queue, named after its component where there are several. */
function queueWidgets({ queues = {} }: MetricSources): Widget[] {
  const all = Object.entries(queues);
  if (all.length === 0) return [];
  const lines = (label: string, metric: string) =>
    all.map(([component, { subscriptionName }]) => ({
      label: all.length > 1 ? `${component}: ${label}` : label,
      query: queueGauge(subscriptionName, metric),
    }));
  return [
    graph("Queue depth", lines("waiting or in work", "num_undelivered_messages")),
    graph("Waiting time of the oldest message (s)", lines("age", "oldest_unacked_message_age")),
  ];
}

function firewallWidgets({ loadBalancer: { securityPolicyName } }: MetricSources): Widget[] {
  return [
    graph("Requests a second judged by Cloud Armor", [
      { label: "blocked", query: firewallRequests(securityPolicyName, true, window) },
      { label: "let in", query: firewallRequests(securityPolicyName, false, window) },
    ]),
  ];
}
