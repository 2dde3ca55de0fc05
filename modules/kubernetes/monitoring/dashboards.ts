import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Construct } from "constructs";
import type { DashboardName } from "../../alerts";
import { type BusinessMetrics, capitalized } from "../../business-metrics";
import type { Names } from "../../names";
import { dashboard, graph, line, periodTotal, type Unit, type Widget } from "./dashboards-widgets";
import {
  availableReplicas,
  cpuPercent,
  errorRatio,
  failurePercent,
  freeStoragePercent,
  type MonitoringSources,
  memoryPercent,
  orZero,
  processingTime,
  requestRate,
  responseTime,
  restarts,
  series,
  serverError,
} from "./monitoring-metrics";

export interface DashboardsProps {
  readonly names: Names;
  readonly sources: MonitoringSources;
  readonly labels: Readonly<Record<string, string>>;
  /** Highest p95 response time that counts as good, in milliseconds. */
  readonly latencyThreshold: number;
  /** Share of requests that the SLA promises to answer without a server error, in percent. */
  readonly availabilityTargetPercent: number;
}

/** Four Grafana dashboards: application, infrastructure, SLA, and business where the application names metrics (document 002). */
export class Dashboards extends Construct {
  readonly dashboardNames: Readonly<Partial<Record<DashboardName, string>>>;

  constructor(scope: Construct, id: string, props: DashboardsProps) {
    super(scope, id);
    const { business } = props.sources;
    const configMap = (part: DashboardName, from: string, widgets: Widget[]) => {
      const name = props.names.of("grafana_dashboard", part);
      new ConfigMapV1(this, part, {
        metadata: {
          name: `dashboard-${part}`,
          namespace: props.sources.namespace,
          // Grafana's sidecar loads every ConfigMap with this label.
          labels: { ...props.labels, grafana_dashboard: "1" },
        },
        data: { [`${name}.json`]: dashboard(name, `${props.names.prefix} ${part}`, from, widgets) },
      });
      return name;
    };

    this.dashboardNames = {
      application: configMap("application", "now-3h", application(props)),
      infrastructure: configMap("infrastructure", "now-3h", infrastructure(props)),
      ...(business && { business: configMap("business", "now-7d", businessWidgets(props.sources, business)) }),
      sla: configMap("sla", "now-30d", sla(props)),
    };
  }
}

/** Grafana's variable: at least four scrape intervals, more for a long time range. */
const window = "$__rate_interval";

function application({ sources, latencyThreshold }: DashboardsProps): Widget[] {
  const pool = series("pool_connections", sources);
  return [
    graph("Requests", "reqps", [line(requestRate(sources, window), "requests")]),
    graph("Response time", "s", responseTimes(sources), latencyThreshold / 1000),
    graph("Errors", "reqps", [
      line(requestRate(sources, window, 'status=~"4.."'), "4xx"),
      line(requestRate(sources, window, serverError), "5xx"),
    ]),
    graph("Ready replicas", "short", [line(availableReplicas(sources, "api"), "api")]),
    graph("Connection pool", "short", [
      line(`avg(${pool})`, "in use, average"),
      line(`max(${pool})`, "in use, highest"),
    ]),
    graph("Processing time", "s", [
      line(processingTime(sources, 0.5, window), "p50"),
      line(processingTime(sources, 0.95, window), "p95"),
    ]),
    graph("Queue depth", "short", [line(`max(${series("queue_depth", sources)})`, "waiting")]),
  ];
}

function infrastructure({ sources }: DashboardsProps): Widget[] {
  const perService = (title: string, unit: Unit, expression: (key: string) => string) => {
    const lines = Object.keys(sources.services).map((key) => line(expression(key), key));
    return graph(title, unit, lines);
  };
  return [
    perService("CPU", "percent", (key) => cpuPercent(sources, key, window)),
    perService("Memory of the fullest pod", "percent", (key) => `max(${memoryPercent(sources, key)})`),
    perService("Replicas", "short", (key) => availableReplicas(sources, key)),
    perService("Restarts", "short", (key) => restarts(sources, key, window)),
    graph("Free space of volumes", "percent", [line(freeStoragePercent(sources), "{{persistentvolumeclaim}}")]),
    graph("Quota used", "percentunit", [
      line(`${quota(sources, "used")} / ignoring(type) ${quota(sources, "hard")}`, "{{resource}}"),
    ]),
  ];
}

function businessWidgets(sources: MonitoringSources, metrics: BusinessMetrics): Widget[] {
  const { title, unit, total, failed, label } = metrics;
  const counted = (metric: string) => `increase(${series(metric, sources)}[${window}])`;
  const split = (metric: string) => [line(`sum by (${label}) (${counted(metric)})`, `{{${label}}}`)];
  const by = label?.toLowerCase();
  return [
    graph(title, "short", [
      line(orZero(`sum(${counted(total.metric)})`), total.legend),
      line(orZero(`sum(${counted(failed.metric)})`), "failed"),
    ]),
    graph("Failed", "percent", [line(failurePercent(sources, metrics, window), "failed")]),
    ...(label
      ? [
          graph(`${capitalized(unit)} by ${by}`, "short", split(total.metric)),
          graph(`Failures by ${by}`, "short", split(failed.metric)),
        ]
      : []),
  ];
}

function sla({ sources, latencyThreshold, availabilityTargetPercent: target }: DashboardsProps): Widget[] {
  const availability = (range: string) => `100 * (1 - ${errorRatio(sources, range)})`;
  const budgetLeft = `100 * (1 - (100 - ${availability("$__range")}) / (100 - ${target}))`;
  return [
    periodTotal(`Availability, promised ${target} %`, "percent", line(availability("$__range"), "availability")),
    periodTotal("Error budget left", "percent", line(budgetLeft, "left")),
    graph("Availability", "percent", [line(availability(window), "availability")], target),
    graph("Response time", "s", responseTimes(sources), latencyThreshold / 1000),
    graph("Alerts", "short", [
      line(series("ALERTS", sources, 'alertstate="firing"'), "{{alertname}} {{service}} ({{severity}})"),
    ]),
  ];
}

const responseTimes = (sources: MonitoringSources) =>
  [0.5, 0.95, 0.99].map((quantile) => line(responseTime(sources, quantile, window), `p${quantile * 100}`));

const quota = (sources: MonitoringSources, type: "used" | "hard") =>
  series("kube_resourcequota", sources, `type="${type}"`);
