import type { BusinessMetrics } from "../../business-metrics";
import type { MetricSources } from "./monitoring-sources";

/*
 * PromQL expressions over Cloud Monitoring's metrics. `window` is the time that an expression looks back, such as "300s". Every
 * expression yields one number without labels, or no series where it has no data.
 */

/** A Cloud Run service that answers requests, or a worker pool. */
export interface Runner {
  readonly kind: "service" | "worker";
  readonly name: string;
}

/** The services and the workers of the application, by key. */
export function runners({ services, workers = {} }: MetricSources): Record<string, Runner> {
  const of = (names: Readonly<Record<string, string>>, kind: Runner["kind"]) =>
    Object.entries(names).map(([key, name]) => [key, { kind, name }]);
  return Object.fromEntries([...of(services, "service"), ...of(workers, "worker")]);
}

/** The expression, or 0 where it yields no series. */
export const orZero = (expression: string) => `(${expression} or vector(0))`;

/** Requests a second, of all response codes unless `labels` names some. */
export const requestRate = (sources: MetricSources, window: string, labels: Labels = {}) =>
  `sum(rate(${requests(sources, labels)}[${window}]))`;

/** Time from the request's first byte to the response's last at a quantile such as 0.95, in milliseconds. */
export const responseTime = (sources: MetricSources, quantile: number, window: string) =>
  quantileOf(quantile, "loadbalancing.googleapis.com/https/total_latencies", ofLoadBalancer(sources), window);

/** Requests answered with a server error in percent; nothing while there are no requests. */
export const serverErrorPercent = (sources: MetricSources, window: string) =>
  percentOf(requests(sources, { response_code_class: "500" }), requests(sources), window);

/** Requests answered without a server error in percent; nothing while there are no requests. */
export const availabilityPercent = (sources: MetricSources, window: string) =>
  `100 - ${serverErrorPercent(sources, window)}`;

/** The highest number of replicas that ran at the same time. */
export const instances = (runner: Runner, window: string) =>
  `max_over_time(sum(${ofRunner("instance_count", runner)})[${window}:60s])`;

/** Places in the world from which the API answered at least once. */
export const answeredFrom = ({ uptimeCheckId }: MetricSources, window: string) =>
  `sum(max_over_time(${series("monitoring.googleapis.com/uptime_check/check_passed", "uptime_url", { check_id: String(uptimeCheckId) })}[${window}]))`;

/** CPU in use in percent of what the application has in all replicas. */
export const cpuPercent = (runner: Runner, window: string) =>
  `100 * sum(increase(${ofContainer("cpu/utilizations", runner, "_sum")}[${window}]))` +
  ` / sum(increase(${ofContainer("cpu/utilizations", runner, "_count")}[${window}]))`;

/** The application's memory in use in percent of its limit, at the 99th percentile of the replicas: a mean would hide one that is nearly full. */
export const memoryPercent = (runner: Runner, window: string) =>
  `100 * histogram_quantile(0.99, sum by (le) (increase(${ofContainer("memory/utilizations", runner, "_bucket")}[${window}])))`;

/** What failed in percent of all that was counted; nothing while nothing was. */
export const failurePercent = (sources: MetricSources, { total, failed }: BusinessMetrics, window: string) =>
  percentOf(ofApplication(sources, failed.metric), ofApplication(sources, total.metric), window);

/** Growth of a counter of the application, per value of the label `by` or in total. */
export const applicationGrowth = (sources: MetricSources, metric: string, window: string, by?: string) =>
  `sum${by ? ` by (${by})` : ""} (increase(${ofApplication(sources, metric)}[${window}]))`;

/** Connections in use in the application's pool, over all replicas. */
export const poolConnections = (sources: MetricSources, reducer: "sum" | "max") =>
  `${reducer}(${ofApplication(sources, "pool_connections")})`;

/** Time that the application takes for a queued job at a quantile, in seconds. */
export const processingTime = (sources: MetricSources, quantile: number, window: string) =>
  `histogram_quantile(${quantile}, sum by (le) (increase(${ofApplication(sources, "processing_time_seconds", "_bucket")}[${window}])))`;

/** A gauge of the Memorystore instance, the highest over its nodes. */
export const cacheGauge = (instanceId: string, metric: string) =>
  `max(${series(`memorystore.googleapis.com/instance/${metric}`, "memorystore.googleapis.com/Instance", { instance_id: instanceId })})`;

/** A gauge of a Pub/Sub subscription. */
export const queueGauge = (subscriptionName: string, metric: string) =>
  `max(${series(`pubsub.googleapis.com/subscription/${metric}`, "pubsub_subscription", { subscription_id: subscriptionName })})`;

/** Requests a second that Cloud Armor blocked or let through. */
export const firewallRequests = (policyName: string, blocked: boolean, window: string) =>
  `sum(rate(${series("networksecurity.googleapis.com/https/request_count", "network_security_policy", { policy_name: policyName, blocked: String(blocked) })}[${window}]))`;

type Labels = Readonly<Record<string, string | { readonly matches: string }>>;

/** A metric under its PromQL name. Cloud Monitoring refuses a metric of several resource types without `monitored_resource`. */
export function series(metric: string, resource: string, labels: Labels, suffix = ""): string {
  const name = metric.replace("/", ":").replace(/[^a-zA-Z0-9:]/g, "_") + suffix;
  const matchers = Object.entries<Labels[string]>({ monitored_resource: resource, ...labels }).map(([key, value]) =>
    typeof value === "string" ? `${key}="${value}"` : `${key}=~"${value.matches}"`,
  );
  return `${name}{${matchers.join(", ")}}`;
}

const ofLoadBalancer = ({ loadBalancer }: MetricSources) => ({ url_map_name: loadBalancer.urlMapName });

const requests = (sources: MetricSources, labels: Labels = {}) =>
  series("loadbalancing.googleapis.com/https/request_count", "https_lb_rule", {
    ...ofLoadBalancer(sources),
    ...labels,
  });

function quantileOf(quantile: number, metric: string, labels: Labels, window: string): string {
  const buckets = series(metric, "https_lb_rule", labels, "_bucket");
  return `histogram_quantile(${quantile}, sum by (le) (increase(${buckets}[${window}])))`;
}

const percentOf = (part: string, whole: string, window: string) =>
  `100 * ${orZero(`sum(increase(${part}[${window}]))`)} / (sum(increase(${whole}[${window}])) > 0)`;

/**
 * The application's container alone: a mean over it and its collector would halve its use. The matcher takes a series without the label
 * too, as of a metric that is reported for the whole replica.
 */
const ofContainer = (metric: string, runner: Runner, suffix: string) =>
  ofRunner(metric, runner, suffix, { container_name: { matches: "application|" } });

function ofRunner(metric: string, { kind, name }: Runner, suffix = "", more: Labels = {}): string {
  const [resource, label] =
    kind === "service" ? ["cloud_run_revision", "service_name"] : ["cloud_run_worker_pool", "worker_pool_name"];
  return series(`run.googleapis.com/container/${metric}`, resource, { [label]: name, ...more }, suffix);
}

/** OpenTelemetry on Cloud Run reports as a `generic_task`, whose `namespace` is the attribute `service.namespace`. */
const ofApplication = ({ metricNamespace }: MetricSources, metric: string, suffix = "") =>
  series(`workload.googleapis.com/${metric}`, "generic_task", { namespace: metricNamespace }, suffix);
