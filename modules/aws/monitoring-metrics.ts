/** What is watched. Keys such as `blue` become part of alarm names and must be known when the stack is built. */
export interface MonitoringSources {
  readonly services: {
    readonly clusterName: string;
    /** ECS services by key. */
    readonly serviceNames: Readonly<Record<string, string>>;
    /** Target groups by key; leave out one that is meant to have no replica, it would count as down. */
    readonly targetGroupArnSuffixes: Readonly<Record<string, string>>;
  };
  readonly loadBalancer: { readonly arnSuffix: string };
  readonly database: {
    readonly identifier: string;
    /** Storage that free space is a percentage of. Where RDS grows it later, the percentage is of the first size. */
    readonly storageGib: number;
    /** Log group with the PostgreSQL log. */
    readonly logGroupName: string;
  };
  /** Redis replication group. @default - not shown */
  readonly cache?: { readonly replicationGroupId: string; readonly nodes: number };
  /** Queue of the background worker. @default - not shown */
  readonly queue?: { readonly name: string };
  /**
   * Namespace of the metrics that the application publishes: `TestsRun` and `TestsFailed` (in total and by dimension
   * `Framework`), `ProcessingTime` (milliseconds per queued job), `PoolConnections` (in use).
   */
  readonly metricNamespace: string;
}

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

export const serviceMetric = (sources: MonitoringSources, key: string, name: string): Metric => ({
  namespace: "AWS/ECS",
  name,
  dimensions: { ClusterName: sources.services.clusterName, ServiceName: sources.services.serviceNames[key] },
  stat: "Average",
});

export const databaseMetric = (sources: MonitoringSources, name: string): Metric => ({
  namespace: "AWS/RDS",
  name,
  dimensions: { DBInstanceIdentifier: sources.database.identifier },
  stat: "Average",
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

/** Free storage of the database in percent. */
export const freeStoragePercent = (sources: MonitoringSources): Calculation => ({
  metrics: { free: databaseMetric(sources, "FreeStorageSpace") },
  // The size may be a token, which only Terraform can multiply into the text.
  expression: `100 * free / (${sources.database.storageGib} * 1073741824)`,
});

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
