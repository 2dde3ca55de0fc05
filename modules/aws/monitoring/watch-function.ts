import { graph, line } from "./dashboards-widgets";
import type { Watched } from "./event-monitoring";
import type { Alert } from "./metric-alarm";
import type { Metric } from "./monitoring-metrics";

/** What a function is alerted on; each has a default, and `enabled: false` leaves it out. */
export interface FunctionAlerts {
  /** Failed calls in each period. @default 10 or more in each of 2 periods of 5 minutes, critical (document 000) */
  readonly errors?: Alert;
  /** Average run in milliseconds. @default 30,000 or more in each of 3 periods of 5 minutes, warning (document 000) */
  readonly duration?: Alert;
  /** Calls that were refused because too many ran. @default any, warning */
  readonly throttles?: Alert;
  /** Events that were given up. @default any, critical */
  readonly deadLetters?: Alert;
}

const defaults = {
  errors: { threshold: 10, forSeconds: 600, severity: "critical" },
  duration: { threshold: 30_000, forSeconds: 900, severity: "warning" },
  throttles: { threshold: 0, forSeconds: 300, severity: "warning" },
  deadLetters: { threshold: 0, forSeconds: 300, severity: "critical" },
} satisfies Required<FunctionAlerts>;

/** A function's row of the dashboard (calls, failures, time) and its alarms. `key` names both. */
export function watchFunction(
  key: string,
  { name, deadLetterQueueName }: { readonly name: string; readonly deadLetterQueueName: string },
  alerts: FunctionAlerts = {},
): Watched {
  const { errors, duration, throttles, deadLetters } = { ...defaults, ...alerts };
  const metric = (metricName: string, stat = "Sum") => functionMetric(name, metricName, stat);
  const dead: Metric = {
    namespace: "AWS/SQS",
    name: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: deadLetterQueueName },
    stat: "Maximum",
  };
  const percentiles = ["Average", "p95", "Maximum"];
  // No call, no error: a function that nobody calls is well.
  const missingData = "notBreaching";

  return {
    widgets: [
      graph(`${key}: calls`, [
        line(metric("Invocations"), "calls"),
        line(metric("Errors"), "errors"),
        line(metric("Throttles"), "throttled"),
        line(dead, "dead letters"),
      ]),
      graph(
        `${key}: duration (ms)`,
        percentiles.map((stat) => line(metric("Duration", stat), stat)),
        duration.threshold,
      ),
    ],
    alarms: [
      {
        part: `${key}-errors`,
        alert: errors,
        measurement: { metrics: { errors: metric("Errors") } },
        alarmsWhen: "GreaterThanOrEqualTo",
        missingData,
        meaning: `The function ${key} fails.`,
        remedy: "Read its log for the exception. If a release preceded it, send the calls to the previous version.",
      },
      {
        part: `${key}-duration`,
        alert: duration,
        measurement: { metrics: { duration: metric("Duration", "Average") } },
        alarmsWhen: "GreaterThanOrEqualTo",
        missingData,
        meaning: `The function ${key} is slow.`,
        remedy: "Find the slow step in its X-Ray traces. More memory_mib also gives it more CPU.",
      },
      {
        part: `${key}-throttles`,
        alert: throttles,
        measurement: { metrics: { throttles: metric("Throttles") } },
        alarmsWhen: "GreaterThan",
        missingData,
        meaning: `Calls of the function ${key} are refused, because too many run.`,
        remedy: "Raise its reserved concurrency, or ask AWS for more concurrency of the account.",
      },
      {
        part: `${key}-dead-letters`,
        alert: deadLetters,
        measurement: { metrics: { dead } },
        alarmsWhen: "GreaterThan",
        missingData,
        meaning: `The function ${key} gave events up.`,
        remedy: "Read its log, mend the cause, and send the messages of its dead-letter queue again.",
      },
    ],
  };
}

/** Of all versions of a function. */
export function functionMetric(FunctionName: string, name: string, stat: string): Metric {
  return { namespace: "AWS/Lambda", name, dimensions: { FunctionName }, stat };
}
