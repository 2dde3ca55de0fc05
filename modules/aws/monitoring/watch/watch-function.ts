import type { Alert } from "../../../alerts";
import { graph, line } from "../dashboards-widgets";
import type { Metric } from "../metrics";
import type { Watched } from "../watched";
import { deadLetterMetric } from "./watch-dead-letters";

/** The alerts on a function (document 000). `enabled: false` makes no alarm. */
export interface FunctionAlerts {
  /** Failed calls in each period. */
  readonly errors: Alert;
  /** Average run in milliseconds. */
  readonly duration: Alert;
  /** Calls refused because too many ran at once. */
  readonly throttles: Alert;
  /** Events that were dropped after all retries. */
  readonly deadLetters: Alert;
}

/** A function's row of the dashboard (calls, failures, time) and its alarms. `key` names both. */
export function watchFunction(
  key: string,
  { name, deadLetterQueueName }: { readonly name: string; readonly deadLetterQueueName: string },
  alerts: FunctionAlerts,
): Watched {
  const { errors, duration, throttles, deadLetters } = alerts;
  const metric = (metricName: string, stat = "Sum") => functionMetric(name, metricName, stat);
  const dead = deadLetterMetric(deadLetterQueueName);
  const percentiles = ["Average", "p95", "Maximum"];
  // No call, no error.
  const missingData = "notBreaching";

  return {
    widgets: {
      overview: [
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
    },
    alarms: [
      {
        part: `${key}-errors`,
        alert: errors,
        measurement: { metrics: { errors: metric("Errors") } },
        firesWhen: "GreaterThanOrEqualTo",
        missingData,
        meaning: `The function ${key} fails.`,
        remedy: "Read its log for the exception. If a release preceded it, send the calls to the previous version.",
      },
      {
        part: `${key}-duration`,
        alert: duration,
        measurement: { metrics: { duration: metric("Duration", "Average") } },
        firesWhen: "GreaterThanOrEqualTo",
        missingData,
        meaning: `The function ${key} is slow.`,
        remedy: "Find the slow step in its X-Ray traces. More memory_mib also gives it more CPU.",
      },
      {
        part: `${key}-throttles`,
        alert: throttles,
        measurement: { metrics: { throttles: metric("Throttles") } },
        firesWhen: "GreaterThan",
        missingData,
        meaning: `Calls of the function ${key} are refused, because too many run.`,
        remedy: "Raise its reserved concurrency, or ask AWS for more concurrency of the account.",
      },
      {
        part: `${key}-dead-letters`,
        alert: deadLetters,
        measurement: { metrics: { dead } },
        firesWhen: "GreaterThan",
        missingData,
        meaning: `The function ${key} gave events up.`,
        remedy: "Read its log, mend the cause, and send the messages of its dead-letter queue again.",
      },
    ],
  };
}

/** A metric of a function, over all of its versions. */
export function functionMetric(FunctionName: string, name: string, stat: string): Metric {
  return { namespace: "AWS/Lambda", name, dimensions: { FunctionName }, stat };
}
