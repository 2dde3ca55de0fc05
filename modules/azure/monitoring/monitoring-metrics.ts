import type { BusinessMetrics } from "../../business-metrics";
import type { MonitoringSources, WatchedService } from "./monitoring-sources";

/** One metric of Azure Monitor with its aggregation. */
export interface Metric {
  readonly resourceId: string;
  readonly namespace: string;
  readonly name: string;
  readonly aggregation: "Average" | "Maximum" | "Minimum" | "Total";
  /** Restricts the metric to one value of a dimension. @default - all values */
  readonly only?: { readonly dimension: string; readonly value: string };
}

/** A metric of the Application Gateway. */
export const gatewayMetric = (
  sources: MonitoringSources,
  name: string,
  aggregation: Metric["aggregation"],
): Metric => ({
  resourceId: sources.loadBalancer.id,
  namespace: "Microsoft.Network/applicationGateways",
  name,
  aggregation,
});

/** Healthy or unhealthy hosts behind the gateway by pool: `pool` is the application's, the others have the names of components. */
export function hostMetrics(
  sources: MonitoringSources,
  name: "HealthyHostCount" | "UnhealthyHostCount",
): Record<string, Metric> {
  const metric = gatewayMetric(sources, name, "Average");
  const { components = [] } = sources.loadBalancer;
  if (components.length === 0) return { pool: metric };
  const pools = [["pool", "service"], ...components.map((component) => [component, `component-${component}`])];
  // The mean over all pools would hide one that is empty.
  return Object.fromEntries(
    pools.map(([key, pool]) => [
      key,
      { ...metric, only: { dimension: "BackendSettingsPool", value: `${pool}~${pool}` } },
    ]),
  );
}

/** A metric of the PostgreSQL flexible server. */
export const databaseMetric = (
  database: NonNullable<MonitoringSources["database"]>,
  name: string,
  aggregation: Metric["aggregation"] = "Average",
): Metric => ({
  resourceId: database.id,
  namespace: "Microsoft.DBforPostgreSQL/flexibleServers",
  name,
  aggregation,
});

/** The metrics of CPU and memory per platform, and the value of one vCPU in its unit. Memory is in bytes. */
const usage = {
  containerGroup: {
    namespace: "Microsoft.ContainerInstance/containerGroups",
    cpu: "CpuUsage",
    memory: "MemoryUsage",
    perCpu: 1000,
  },
  containerApp: {
    namespace: "Microsoft.App/containerapps",
    cpu: "UsageNanoCores",
    memory: "WorkingSetBytes",
    perCpu: 1_000_000_000,
  },
};

/** CPU or memory that a service uses, in the unit of its platform. */
export const usageMetric = (service: WatchedService, resource: "cpu" | "memory"): Metric => ({
  resourceId: service.id,
  namespace: usage[service.type].namespace,
  name: usage[service.type][resource],
  aggregation: "Average",
  only: service.containerName ? { dimension: "containerName", value: service.containerName } : undefined,
});

/** A percentage of a service's vCPU or memory, in the unit of its metric. */
export function usageLimit(service: WatchedService, resource: "cpu" | "memory", percent: number): number {
  const given = resource === "cpu" ? service.cpu * usage[service.type].perCpu : service.memoryMib * 1024 * 1024;
  return Math.round((given * percent) / 100);
}

/** The access log of the Application Gateway; `ServerResponseLatency` is in seconds. */
export const accessLog = ({ loadBalancer }: MonitoringSources) =>
  `AGWAccessLogs | where _ResourceId =~ "${loadBalancer.id}"`;

/** Metrics that the application publishes. */
export const published = ({ applicationInsightsId }: MonitoringSources, ...metrics: string[]) =>
  `AppMetrics | where _ResourceId =~ "${applicationInsightsId}"` +
  ` | where Name in (${metrics.map((name) => `"${name}"`).join(", ")})`;

/** Response time of the application at a percentile, in milliseconds; null without requests. */
export const responseTime = (percentile: number) => `1000 * percentile(ServerResponseLatency, ${percentile})`;

/** Requests answered with a server error in percent, including those that reached no container; NaN without requests. */
export const serverErrorPercent = "100.0 * countif(HttpStatus >= 500) / count()";

/** Columns with the number of all and of what failed. */
export const counts = ({ total, failed }: BusinessMetrics) =>
  `${total.legend} = sumif(Sum, Name == "${total.metric}"), failed = sumif(Sum, Name == "${failed.metric}")`;
