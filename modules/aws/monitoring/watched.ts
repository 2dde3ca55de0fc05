import type { Alert, DashboardName, RuleName } from "../../alerts";
import type { Widget } from "./dashboards-widgets";
import type { AlarmSubject } from "./metric-alarm";
import type { Metric } from "./metrics";

/** `overview` is the one dashboard of an event-driven system; an application has the four others. */
export type Dashboard = DashboardName | "overview";

/** One alarm on something that is watched. */
export interface WatchedAlarm extends AlarmSubject {
  /** Last part of its name, e.g. `analysis-errors`. */
  readonly part: string;
  readonly alert: Alert;
  /** @default - 300 where `alert.forSeconds` is a multiple of it, else 60 */
  readonly periodSeconds?: number;
  /** The alert of the shared `alerts` block that this alarm implements. @default - an alarm of the platform's own */
  readonly alertName?: RuleName;
}

/** A metric that counts the lines of a log that match a pattern. */
export interface LogMetric {
  /** Names the metric filter. */
  readonly id: string;
  readonly logGroupName: string;
  /** A filter pattern of CloudWatch Logs. */
  readonly pattern: string;
  /** Must have no dimensions. */
  readonly metric: Metric;
}

/** What one `watch…` function contributes to `Monitoring`. */
export interface Watched {
  /** By dashboard, in order. Graphs with the same title on one dashboard become one graph with the lines of all of them. */
  readonly widgets: Readonly<Partial<Record<Dashboard, readonly Widget[]>>>;
  readonly alarms: readonly WatchedAlarm[];
  /** @default - none */
  readonly logMetrics?: readonly LogMetric[];
}
