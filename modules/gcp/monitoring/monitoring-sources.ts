/** What is watched. Keys such as `api` become part of the names of alert policies and must be known when the stack is built. */
export interface MonitoringSources {
  /** Cloud Run services that answer requests, by key. */
  readonly services: Readonly<Record<string, string>>;
  /** Cloud Run worker pools by key. @default - none */
  readonly workers?: Readonly<Record<string, string>>;
  readonly loadBalancer: {
    readonly urlMapName: string;
    /** Cloud Armor policy. @default - not shown */
    readonly securityPolicyName?: string;
  };
  readonly database: {
    readonly instanceName: string;
    /** What the storage grows to, which free space is a percentage of. @default - the storage as it is */
    readonly maxStorageGib?: number;
  };
  /** Memorystore instance. @default - not shown */
  readonly cache?: { readonly instanceId: string };
  /** Queue of the background worker. @default - not shown */
  readonly queue?: { readonly subscriptionName: string };
  /** What is asked from outside, over HTTPS, every minute. @default - nothing: nobody notices a name that leads nowhere */
  readonly uptime?: {
    readonly host: string;
    /** Answers 2xx while the API works. */
    readonly path: string;
  };
  /**
   * Namespace of the metrics that the application publishes as `workload.googleapis.com/<namespace>/<metric>` with
   * OpenTelemetry: counters `TestsRun` and `TestsFailed` with a label `framework`, histogram `ProcessingTime` (milliseconds
   * per queued job), gauge `PoolConnections` (in use).
   */
  readonly metricNamespace: string;
  /** False: it publishes none of them; without them there is no alert on failed tests and no business dashboard. @default true */
  readonly publishesMetrics?: boolean;
}

/** The same as a module sees it that has made what Google counts by. */
export interface MetricSources extends MonitoringSources {
  /** Id of the project. */
  readonly project: string;
  /** Name of the log-based metric of refused connections. */
  readonly refusedConnections: string;
  /** Uptime check; none where nothing is asked from outside. */
  readonly uptimeCheckId?: string;
}
