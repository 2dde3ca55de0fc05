/** How urgent an alert is: `critical` pages someone, `warning` can wait until the morning. */
export type Severity = "critical" | "warning";

/** When one alert is raised. */
export interface Alert {
  /** In the unit of the alert: percent, milliseconds, minutes or a count. */
  readonly threshold: number;
  /** How long it must last, in seconds; whole minutes. Each cloud has limits of its own. */
  readonly forSeconds: number;
  readonly severity: Severity;
  /** @default true */
  readonly enabled?: boolean;
}

/**
 * The alerts of the shared `alerts` block. Each cloud has a table of rules that `satisfies Record<AlertName, …>`, so that a
 * name that one cloud forgets does not compile.
 */
export type AlertName =
  | "api_down"
  | "database_connections"
  | "error_rate"
  | "disk_free"
  | "memory"
  | "latency_p95"
  | "cpu";

/** The shared `alerts` block. */
export type AlertSettings = Readonly<Record<AlertName, Alert>>;

/** What the tables of rules have: the shared alerts, and the one on the metrics that the application names. */
export type RuleName = AlertName | "business";

/** The dashboards that an application has on every cloud. `business` only where it names metrics of its own. */
export type DashboardName = "application" | "infrastructure" | "business" | "sla";

/** Who receives alerts, by severity. */
export type Recipients = Readonly<Record<Severity, readonly string[]>>;
