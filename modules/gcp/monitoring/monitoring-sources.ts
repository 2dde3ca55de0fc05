import type { BusinessMetrics } from "../../business-metrics";

/** What is watched. Keys such as `api` become part of the names of alert policies and must be known when the stack is built. */
export interface MonitoringSources {
  /** Names of the Cloud Run services that answer requests, by key. */
  readonly services: Readonly<Record<string, string>>;
  /** Names of the Cloud Run worker pools, by key. @default - none */
  readonly workers?: Readonly<Record<string, string>>;
  readonly loadBalancer: {
    readonly urlMapName: string;
    /** Cloud Armor policy. */
    readonly securityPolicyName: string;
  };
  /** Cloud SQL instance. @default - none: no alert on a database, and none in dashboards and remedies */
  readonly database?: {
    readonly instanceName: string;
    /** Size in GiB up to which the storage grows; free space is a percentage of it. @default - of the storage as it is */
    readonly maxStorageGib?: number;
  };
  /** Memorystore instance. @default - not shown */
  readonly cache?: { readonly instanceId: string };
  /** Pub/Sub subscriptions of the background workers, by component. @default - none */
  readonly queues?: Readonly<Record<string, { readonly subscriptionName: string }>>;
  /**
   * Address that Cloud Monitoring requests over HTTPS from several continents every minute. @default - none: faults of DNS and
   * certificate are not detected
   */
  readonly uptime?: {
    readonly host: string;
    /** Answers 2xx while the API works. */
    readonly path: string;
  };
  /**
   * Value of `service.namespace` with which the application publishes `workload.googleapis.com/<metric>` through OpenTelemetry: the
   * counters of `business`, histogram `processing_time_seconds` (per queued job), gauge `pool_connections` (in use). Environments that
   * share a project need one each.
   */
  readonly metricNamespace: string;
  /** Whether it publishes them. @default true */
  readonly publishesMetrics?: boolean;
  /** What it counts of its own work. @default - neither a business dashboard nor its alert */
  readonly business?: BusinessMetrics;
}

/** A Cloud SQL instance with the metric that `Monitoring` makes of its log. */
export type WatchedDatabase = NonNullable<MonitoringSources["database"]> & { readonly refusedConnections: string };

/** The sources with what `Monitoring` makes to measure them. */
export interface MetricSources extends MonitoringSources {
  /** Id of the project. */
  readonly project: string;
  /** The Cloud SQL instance with the name of the log-based metric that counts refused connections. @default - there is none */
  readonly database?: WatchedDatabase;
  /** Id of the uptime check. @default - there is none */
  readonly uptimeCheckId?: string;
}
