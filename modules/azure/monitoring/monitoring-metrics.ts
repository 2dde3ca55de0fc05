import type { MonitoringSources, WatchedService } from "./monitoring-sources";

/** One metric of Azure Monitor with its aggregation. */
export interface Metric {
  readonly resourceId: string;
  readonly namespace: string;
  readonly name: string;
  readonly aggregation: "Average" | "Maximum" | "Minimum" | "Total";
  /** Only what has this value of a dimension. @default - all */
  readonly only?: { readonly dimension: string; readonly value: string };
}

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

export const databaseMetric = (
  sources: MonitoringSources,
  name: string,
  aggregation: Metric["aggregation"] = "Average",
): Metric => ({
  resourceId: sources.database.id,
  namespace: "Microsoft.DBforPostgreSQL/flexibleServers",
  name,
  aggregation,
});

/** How each platform reports the CPU and memory that containers use, and what one vCPU is in its unit; memory is in bytes. */
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

export const usageMetric = (service: WatchedService, resource: "cpu" | "memory"): Metric => ({
  resourceId: service.id,
  namespace: usage[service.type].namespace,
  name: usage[service.type][resource],
  aggregation: "Average",
  only: service.containerName ? { dimension: "containerName", value: service.containerName } : undefined,
});

/** This share of what a service was given, in the unit of its metric. */
export function usageLimit(service: WatchedService, resource: "cpu" | "memory", percent: number): number {
  const given = resource === "cpu" ? service.cpu * usage[service.type].perCpu : service.memoryMib * 1024 * 1024;
  return Math.round((given * percent) / 100);
}

/** Requests as the Application Gateway saw them; `ServerResponseLatency` is in seconds. */
export const accessLog = ({ loadBalancer }: MonitoringSources) =>
  `AGWAccessLogs | where _ResourceId =~ "${loadBalancer.id}"`;

/** Metrics that the application published. */
export const published = ({ applicationInsightsId }: MonitoringSources, ...metrics: string[]) =>
  `AppMetrics | where _ResourceId =~ "${applicationInsightsId}"` +
  ` | where Name in (${metrics.map((name) => `"${name}"`).join(", ")})`;

/** Response time of the application at a percentile, in milliseconds; null while there is no request. */
export const responseTime = (percentile: number) => `1000 * percentile(ServerResponseLatency, ${percentile})`;

/** Requests answered with a server error in percent, those among them that no container took; NaN while there are none. */
export const serverErrorPercent = "100.0 * countif(HttpStatus >= 500) / count()";

/** Tests run and failed, as columns. */
export const testCounts = 'run = sumif(Sum, Name == "TestsRun"), failed = sumif(Sum, Name == "TestsFailed")';
