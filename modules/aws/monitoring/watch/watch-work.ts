import type { Alert } from "../../../alerts";
import { graph, measured } from "../dashboards-widgets";
import type { Calculation } from "../metrics";
import type { Watched } from "../watched";
import { functionMetric } from "./watch-function";

/** The alerts on functions that work together (document 004). */
export interface WorkAlerts {
  /** Failed calls in percent of all. */
  readonly errorRate: Alert;
  /** Minutes that the functions worked, added up over `forSeconds`. */
  readonly minutes: Alert;
}

/**
 * Functions that work together: the share of their calls that fails, and the time of all of their runs. Each run is short, so
 * only the sum shows that runs pile up.
 */
export function watchWork(functions: Readonly<Record<string, { readonly name: string }>>, alerts: WorkAlerts): Watched {
  const { errorRate, minutes } = alerts;
  const sum = (metricName: string, prefix: string): Calculation => {
    const metrics = Object.values(functions).map(({ name }, index): [string, ReturnType<typeof functionMetric>] => [
      `${prefix}${index}`,
      functionMetric(name, metricName, "Sum"),
    ]);
    return {
      metrics: Object.fromEntries(metrics),
      expression: `(${metrics.map(([id]) => `FILL(${id}, 0)`).join(" + ")})`,
    };
  };
  const errors = sum("Errors", "errors");
  const calls = sum("Invocations", "calls");
  const time = sum("Duration", "time");
  const rate = {
    metrics: { ...errors.metrics, ...calls.metrics },
    expression: `100 * ${errors.expression} / ${calls.expression}`,
  };
  const worked = { metrics: time.metrics, expression: `${time.expression} / 60000` };
  const common = { firesWhen: "GreaterThan", missingData: "notBreaching" } as const; // No call, no error and no work.

  return {
    widgets: {
      overview: [
        graph("failed calls of functions (%)", measured(rate, "all functions"), errorRate.threshold),
        graph("work of functions (minutes)", measured(worked, "all functions")),
      ],
    },
    alarms: [
      {
        ...common,
        part: "function-error-rate",
        alert: errorRate,
        periodSeconds: errorRate.forSeconds,
        measurement: rate,
        meaning: "Too large a share of the functions' calls fails.",
        remedy: "The dashboard shows which function; its log has the exception. After a release: the previous version.",
      },
      {
        ...common,
        part: "function-work",
        alert: minutes,
        periodSeconds: minutes.forSeconds,
        measurement: worked,
        meaning: "The functions work for longer than their work should take: runs pile up.",
        remedy: "Look in the traces for what answers slowly, and in the work items' table for how many wait.",
      },
    ],
  };
}
