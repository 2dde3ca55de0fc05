import type { BusinessMetrics } from "../../business-metrics";

/** What is watched: the namespace of one system in one environment. */
export interface MonitoringSources {
  readonly namespace: string;
  /** Names of the Deployments by key. `api` answers the requests. The key is the label `service` of alerts. */
  readonly services: Readonly<Record<string, string>> & { readonly api: string };
  /** Keys of the other services that answer requests; each may be down. @default - none */
  readonly routed?: readonly string[];
  /** Whether the application has a database. If not, there is no alert on its connections, and no remedy names it. @default true */
  readonly hasDatabase?: boolean;
  /** What it counts of its own work. @default - neither a business dashboard nor its alert */
  readonly business?: BusinessMetrics;
}

/*
 * PromQL over metrics of the application (by namespace), of kubelet and of kube-state-metrics (by pod or volume).
 *
 * The application reports `http_requests_total` and the histogram `http_request_duration_seconds` with a label
 * `status`, the counters of `business`, the histogram
 * `processing_time_seconds` (per queued job), `queue_depth` (every replica the same number), `pool_connections` (in
 * use, per replica) and `database_connection_errors_total`.
 */

/** Selects the series of the namespace. */
export function series(metric: string, { namespace }: MonitoringSources, ...matchers: string[]): string {
  return `${metric}{${[`namespace="${namespace}"`, ...matchers].join(", ")}}`;
}

/** 0 instead of no result where no series exists. */
export const orZero = (expression: string) => `(${expression} or vector(0))`;

export const requestRate = (sources: MonitoringSources, window: string, ...matchers: string[]) =>
  `sum(rate(${series("http_requests_total", sources, ...matchers)}[${window}]))`;

/** Matches answers with a status from 500 to 599. */
export const serverError = 'status=~"5.."';

/** Share of requests that end in a server error, 0 to 1. No result while there are no requests. */
export const errorRatio = (sources: MonitoringSources, window: string) =>
  `${orZero(requestRate(sources, window, serverError))} / (${requestRate(sources, window)} > 0)`;

/** Response time at a quantile such as 0.95, in seconds. */
export const responseTime = (sources: MonitoringSources, quantile: number, window: string) =>
  quantileOf("http_request_duration_seconds", sources, quantile, window);

/** Time that a queued job takes at a quantile, in seconds. */
export const processingTime = (sources: MonitoringSources, quantile: number, window: string) =>
  quantileOf("processing_time_seconds", sources, quantile, window);

/** Increase of a counter within the window. */
export const growth = (metric: string, sources: MonitoringSources, window: string) =>
  `sum(increase(${series(metric, sources)}[${window}]))`;

/** What failed in percent of all that was counted. No result while nothing was. */
export const failurePercent = (sources: MonitoringSources, { total, failed }: BusinessMetrics, window: string) =>
  `100 * ${orZero(growth(failed.metric, sources, window))} / (${growth(total.metric, sources, window)} > 0)`;

/** Ready replicas of a service. */
export const availableReplicas = (sources: MonitoringSources, key: string) =>
  // With Flagger on, `<name>-primary` takes the requests and `<name>` only those of a canary.
  `sum(${series("kube_deployment_status_replicas_available", sources, `deployment=~"${sources.services[key]}(-primary)?"`)})`;

/** Memory that each pod of a service uses, in percent of its limit. */
export const memoryPercent = (sources: MonitoringSources, key: string) =>
  `100 * sum by (pod) (${podSeries("container_memory_working_set_bytes", sources, key, 'container!=""')})` +
  ` / sum by (pod) (${podSeries("kube_pod_container_resource_limits", sources, key, 'resource="memory"')})`;

/** CPU that a service uses, in percent of the limits of its replicas together. */
export const cpuPercent = (sources: MonitoringSources, key: string, window: string) =>
  `100 * sum(rate(${podSeries("container_cpu_usage_seconds_total", sources, key, 'container!=""')}[${window}]))` +
  ` / sum(${podSeries("kube_pod_container_resource_limits", sources, key, 'resource="cpu"')})`;

/** Free space of each volume, in percent. */
export const freeStoragePercent = (sources: MonitoringSources) =>
  `100 * sum by (persistentvolumeclaim) (${series("kubelet_volume_stats_available_bytes", sources)})` +
  ` / sum by (persistentvolumeclaim) (${series("kubelet_volume_stats_capacity_bytes", sources)})`;

/** Restarts of the containers of each service's pods. */
export const restarts = (sources: MonitoringSources, key: string, window: string) =>
  `sum(increase(${podSeries("kube_pod_container_status_restarts_total", sources, key)}[${window}]))`;

function podSeries(metric: string, sources: MonitoringSources, key: string, ...matchers: string[]): string {
  // Pods are named <deployment>-<hash of its template>-<pod>. A service whose name only begins with this one does not match.
  const pod = `pod=~"${sources.services[key]}(-primary)?-[0-9a-z]+-[0-9a-z]+"`;
  return series(metric, sources, pod, ...matchers);
}

function quantileOf(histogram: string, sources: MonitoringSources, quantile: number, window: string): string {
  return `histogram_quantile(${quantile}, sum by (le) (rate(${series(`${histogram}_bucket`, sources)}[${window}])))`;
}
