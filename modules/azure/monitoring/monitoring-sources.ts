/** What is watched. Keys become part of names and must be known when the stack is built. */
export interface MonitoringSources {
  /** What answers requests, by key: each container group, or the container app. */
  readonly services: Readonly<Record<string, WatchedService>>;
  /** The Application Gateway; its access log goes to the workspace in tables of its own (`AGWAccessLogs`). */
  readonly loadBalancer: { readonly id: string };
  /** The PostgreSQL flexible server. */
  readonly database: { readonly id: string };
  /** Log Analytics workspace with the logs of everything watched. */
  readonly workspaceId: string;
  /**
   * Application Insights, to which the application publishes metrics through OpenTelemetry: counters `TestsRun` and
   * `TestsFailed` (attribute `Framework`), `ProcessingTime` (milliseconds per queued job), `PoolConnections` (in use).
   */
  readonly applicationInsightsId: string;
  /** Azure Managed Redis. @default - not shown */
  readonly cache?: { readonly id: string };
  /** Service Bus namespace with the queue of the background worker. @default - not shown */
  readonly queue?: { readonly namespaceId: string };
  /** False: it publishes none of them; without them there is no alert on failed tests and no business dashboard. @default true */
  readonly publishesMetrics?: boolean;
}

/** One container group, or a container app with all its replicas. */
export interface WatchedService {
  readonly type: "containerGroup" | "containerApp";
  readonly id: string;
  /** What it was given; Azure reports usage in absolute figures. vCPU of a group or a replica. */
  readonly cpu: number;
  /** MiB of a group or a replica. */
  readonly memoryMib: number;
  /** The container of a group that is judged; beside a sidecar the mean of both would mislead. @default - the mean of all */
  readonly containerName?: string;
}
