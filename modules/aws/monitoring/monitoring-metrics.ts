import { mapValues } from "../../records";
import type { MonitoringSources } from "./monitoring-sources";

/** One CloudWatch metric with its statistic. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
}

/** One number made of metrics. */
export interface Measurement {
  /** By the name that the expression gives them; measurements that share a graph need different names. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** CloudWatch metric math. @default - the only metric itself */
  readonly expression?: string;
}

/** A measurement that metric math makes. */
export type Calculation = Required<Measurement>;

/** CPU or memory in use, in percent, of everything that runs the application and can be asked from here. */
export function utilization({ services }: MonitoringSources, resource: "CPU" | "Memory"): Record<string, Metric> {
  if ("serviceNames" in services) {
    return mapValues(services.serviceNames, (ServiceName) => ({
      namespace: "AWS/ECS",
      name: `${resource}Utilization`,
      dimensions: { ClusterName: services.clusterName, ServiceName },
      stat: "Average",
    }));
  }
  const { eksClusterName } = services;
  return eksClusterName ? { nodes: nodeMetric(eksClusterName, `node_${resource.toLowerCase()}_utilization`) } : {};
}

/** Over all nodes of an EKS cluster (Container Insights). */
export const nodeMetric = (ClusterName: string, name: string): Metric => ({
  namespace: "ContainerInsights",
  name,
  dimensions: { ClusterName },
  stat: "Average",
});

/** Of an RDS instance its average, of an Aurora cluster the instance with the most. */
export const databaseMetric = ({ database }: MonitoringSources, name: string): Metric => ({
  namespace: "AWS/RDS",
  name,
  ...("localStorageGib" in database
    ? { dimensions: { DBClusterIdentifier: database.identifier }, stat: "Maximum" }
    : { dimensions: { DBInstanceIdentifier: database.identifier }, stat: "Average" }),
});

export const loadBalancerMetric = (sources: MonitoringSources, name: string, stat = "Sum"): Metric => ({
  namespace: "AWS/ApplicationELB",
  name,
  dimensions: { LoadBalancer: sources.loadBalancer.arnSuffix },
  stat,
});

export const targetGroupMetric = (sources: MonitoringSources, key: string, name: string, stat: string): Metric => ({
  namespace: "AWS/ApplicationELB",
  name,
  dimensions: {
    LoadBalancer: sources.loadBalancer.arnSuffix,
    TargetGroup: sources.services.targetGroupArnSuffixes[key],
  },
  stat,
});

export const applicationMetric = (sources: MonitoringSources, name: string, stat = "Sum"): Metric => ({
  namespace: sources.metricNamespace,
  name,
  dimensions: {},
  stat,
});

/** Connections that PostgreSQL refused, counted by the metric filter on its log. */
export const refusedConnections = (sources: MonitoringSources): Metric =>
  applicationMetric(sources, "DatabaseConnectionsRefused");

/** Free storage of the database in percent; of an Aurora cluster, local storage of the instance with the least. */
export function freeStoragePercent(sources: MonitoringSources): Calculation {
  const { database } = sources;
  const [free, gib] =
    "localStorageGib" in database
      ? [{ ...databaseMetric(sources, "FreeLocalStorage"), stat: "Minimum" }, database.localStorageGib]
      : [databaseMetric(sources, "FreeStorageSpace"), database.storageGib];
  // The size may be a token, which only Terraform can multiply into the text.
  return { metrics: { free }, expression: `100 * free / (${gib} * 1073741824)` };
}

/** Response time at a percentile in milliseconds; the load balancer reports seconds. */
export const responseTime = (sources: MonitoringSources, percentile: string): Calculation => ({
  metrics: { [percentile]: loadBalancerMetric(sources, "TargetResponseTime", percentile) },
  expression: `1000 * ${percentile}`,
});

/** Failed tests in percent of those run; 0 while none ran. */
export const testFailurePercent = (sources: MonitoringSources): Calculation => ({
  metrics: { run: applicationMetric(sources, "TestsRun"), failed: applicationMetric(sources, "TestsFailed") },
  expression: "IF(run > 0, 100 * FILL(failed, 0) / run, 0)",
});

/** Requests answered with a server error in percent; 0 while there are none. */
export const serverErrorPercent = (sources: MonitoringSources): Calculation => {
  const { metrics, expression } = availabilityPercent(sources);
  return { metrics, expression: `100 - ${expression}` };
};

/** Requests answered without a server error in percent; 100 while there are none. */
export const availabilityPercent = (sources: MonitoringSources): Calculation => ({
  metrics: {
    requests: loadBalancerMetric(sources, "RequestCount"),
    target: loadBalancerMetric(sources, "HTTPCode_Target_5XX_Count"),
    balancer: loadBalancerMetric(sources, "HTTPCode_ELB_5XX_Count"),
  },
  // RequestCount leaves out what no target could take, so the load balancer's own errors count as requests too.
  expression:
    "IF(FILL(requests, 0) + FILL(balancer, 0) > 0, " +
    "100 * (1 - (FILL(target, 0) + FILL(balancer, 0)) / (FILL(requests, 0) + FILL(balancer, 0))), 100)",
});
