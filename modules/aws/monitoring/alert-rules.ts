import type { Alert, AlertName, AlertSettings, RuleName } from "../../alerts";
import type { BusinessAlert } from "../../business-metrics";
import type { AlarmSubject } from "./metric-alarm";
import type { WatchedAlarm } from "./watched";

/** How CloudWatch judges one alert of the shared `alerts` block. */
export interface AlertRule extends Pick<AlarmSubject, "firesWhen" | "missingData"> {
  /** One number for the whole time, instead of one for each minute that must all exceed the threshold. @default false */
  readonly wholeWindow?: boolean;
}

/**
 * The alerts of documents 002 and 003; their thresholds are settings. What is measured, what it means and what to do about it
 * is in the `watch…` function of the resource.
 */
export const alertRules = {
  // A target group without registered replicas reports nothing.
  api_down: { firesWhen: "LessThan", missingData: "breaching" },
  // A metric filter counts log lines: no line, no refusal.
  database_connections: { firesWhen: "GreaterThanOrEqualTo", missingData: "notBreaching", wholeWindow: true },
  // A running database always reports its storage: no data means that it does not run.
  disk_free: { firesWhen: "LessThan", missingData: "breaching" },
  // Where nothing runs, `api_down` fires.
  memory: { firesWhen: "GreaterThan", missingData: "notBreaching" },
  // No request, no response time.
  latency_p95: { firesWhen: "GreaterThan", missingData: "notBreaching" },
  // No request, no error.
  error_rate: { firesWhen: "GreaterThan", missingData: "notBreaching", wholeWindow: true },
  // Nothing was counted.
  business: { firesWhen: "GreaterThan", missingData: "notBreaching", wholeWindow: true },
  // Where nothing runs, `api_down` fires.
  cpu: { firesWhen: "GreaterThan", missingData: "notBreaching" },
} satisfies Record<RuleName, AlertRule>;

/** The alarm on one resource for an alert of the shared block. `key` names the resource, e.g. `database` or `blue`. */
export function sharedAlarm(
  alertName: AlertName,
  key: string,
  alerts: AlertSettings,
  subject: Pick<AlarmSubject, "measurement" | "meaning" | "remedy">,
): WatchedAlarm {
  return alarmOf(alertName, `${alertName.replaceAll("_", "-")}-${key}`, alerts[alertName], subject);
}

/** The alarm on the metrics that the application names. */
export function businessAlarm(
  { name, meaning, remedy, ...alert }: BusinessAlert,
  key: string,
  measurement: AlarmSubject["measurement"],
): WatchedAlarm {
  return alarmOf("business", `${name.replaceAll("_", "-")}-${key}`, alert, { measurement, meaning, remedy });
}

function alarmOf(
  alertName: RuleName,
  part: string,
  alert: Alert,
  subject: Pick<AlarmSubject, "measurement" | "meaning" | "remedy">,
): WatchedAlarm {
  const { wholeWindow, ...rule }: AlertRule = alertRules[alertName];
  return { ...rule, ...subject, alertName, part, alert, periodSeconds: wholeWindow ? alert.forSeconds : 60 };
}

const cpuText = (remedy: string) => (usesDatabase: boolean) => ({
  meaning: "CPU is nearly used up.",
  remedy: usesDatabase
    ? `${remedy} Database: find the expensive queries in Performance Insights, or take a larger instance.`
    : remedy,
});

/** One `cpu` alert watches what runs the application, and the database where there is one: its text covers both. */
export const cpuTexts = {
  services: cpuText("Service: see whether autoscaling has reached replicas.max and raise it."),
  nodes: cpuText("Nodes: see whether a node group has reached its max and raise it."),
};
