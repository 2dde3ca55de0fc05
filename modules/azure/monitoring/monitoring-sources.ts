import type { BusinessMetrics } from "../../business-metrics";

/** What is watched. Keys become part of the names of alert rules and must be known when the stack is built. */
export interface MonitoringSources {
  /** The container groups or container apps of the application, by key. */
  readonly services: Readonly<Record<string, WatchedService>>;
  /** The Application Gateway. Its access log must be in the workspace's table `AGWAccessLogs`. */
  readonly loadBalancer: {
    readonly id: string;
    /** Components that it leads to, each with a pool of its own. @default - none: the application is behind it alone */
    readonly components?: readonly string[];
  };
  /** The PostgreSQL flexible server. @default - none: no alert on a database, and none in dashboards and remedies */
  readonly database?: { readonly id: string };
  /** Log Analytics workspace with the logs of all these resources. */
  readonly workspaceId: string;
  /**
   * Application Insights, to which the application publishes metrics through OpenTelemetry: the counters of
   * `business`, `processing_time_seconds` (per queued job), `pool_connections` (in use).
   */
  readonly applicationInsightsId: string;
  /** Azure Managed Redis. @default - not shown */
  readonly cache?: { readonly id: string };
  /** Service Bus namespaces with the queues of the background workers, by component. @default - none */
  readonly queues?: Readonly<Record<string, { readonly namespaceId: string }>>;
  /** Whether it publishes them. @default true */
  readonly publishesMetrics?: boolean;
  /** What the application counts of its own work. @default - neither a business dashboard nor its alert */
  readonly business?: BusinessMetrics;
}

/** One container group, or a container app with all its replicas. */
export interface WatchedService {
  readonly type: "containerGroup" | "containerApp";
  readonly id: string;
  /** vCPU of a group or a replica. Azure reports usage in absolute figures, so percentages are of this. */
  readonly cpu: number;
  /** Memory of a group or a replica, in MiB. */
  readonly memoryMib: number;
  /** The container of a group whose usage counts, where a sidecar would distort the mean. @default - the mean of all containers */
  readonly containerName?: string;
}
