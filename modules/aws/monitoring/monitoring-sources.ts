/** What is watched. Keys such as `blue` become part of alarm names and must be known when the stack is built. */
export interface MonitoringSources {
  readonly services: EcsServices | ClusterServices;
  readonly loadBalancer: { readonly arnSuffix: string };
  readonly database: InstanceDatabase | AuroraDatabase;
  /** Redis replication group. @default - not shown */
  readonly cache?: { readonly replicationGroupId: string; readonly nodes: number };
  /** Queue of the background worker. @default - not shown */
  readonly queue?: { readonly name: string };
  /** What a web ACL's metrics are named by. @default - not shown */
  readonly webFirewall?: { readonly metricDimensions: Readonly<Record<string, string>> };
  /**
   * Namespace of the metrics that the application publishes: `TestsRun` and `TestsFailed` (in total and by dimension
   * `Framework`), `ProcessingTime` (milliseconds per queued job), `PoolConnections` (in use).
   */
  readonly metricNamespace: string;
  /** False: it publishes none of them; without them there is no alert on failed tests and no business dashboard. @default true */
  readonly publishesMetrics?: boolean;
}

interface Routed {
  /** Target groups by key; leave out one that is meant to have no replica, it would count as down. */
  readonly targetGroupArnSuffixes: Readonly<Record<string, string>>;
}

/** What answers requests: services on ECS. */
export interface EcsServices extends Routed {
  readonly clusterName: string;
  /** ECS services by key. */
  readonly serviceNames: Readonly<Record<string, string>>;
}

/** What answers requests: pods of a Kubernetes cluster, whose own CPU and memory Prometheus watches in the cluster. */
export interface ClusterServices extends Routed {
  /**
   * EKS cluster whose nodes are watched. Their metrics exist only where its add-on `amazon-cloudwatch-observability` runs.
   * @default - nodes are not watched from here
   */
  readonly eksClusterName?: string;
}

interface LoggedDatabase {
  readonly identifier: string;
  /** Log group with the PostgreSQL log. */
  readonly logGroupName: string;
}

/** One RDS instance. */
export interface InstanceDatabase extends LoggedDatabase {
  /** Storage that free space is a percentage of. Where RDS grows it later, the percentage is of the first size. */
  readonly storageGib: number;
}

/** An Aurora cluster, each of its instances, those that autoscaling adds among them. */
export interface AuroraDatabase extends LoggedDatabase {
  /** Local storage of an instance; the cluster's volume grows by itself and has no free space to watch. */
  readonly localStorageGib: number;
}
