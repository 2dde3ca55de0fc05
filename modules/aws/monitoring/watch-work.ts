import { graph, measured } from "./dashboards-widgets";
import type { Watched } from "./event-monitoring";
import type { Alert } from "./metric-alarm";
import type { Calculation } from "./monitoring-metrics";
import { functionMetric } from "./watch-function";

export interface WorkAlerts {
  /** Failed calls in percent of all. @default more than 10 within 5 minutes, critical (document 004) */
  readonly errorRate?: Alert;
  /** Minutes that the functions worked, added up over `forSeconds`. @default more than 10 within 15 minutes, warning (document 004) */
  readonly minutes?: Alert;
}

const defaults = {
  errorRate: { threshold: 10, forSeconds: 300, severity: "critical" },
  minutes: { threshold: 10, forSeconds: 900, severity: "warning" },
} satisfies Required<WorkAlerts>;

/**
 * Functions that do one work together: the share of their calls that fails, and how long they work. Short functions that
 * start what takes long never run for minutes, so it is their sum that tells when runs pile up.
 */
export function watchWork(
  functions: Readonly<Record<string, { readonly name: string }>>,
  alerts: WorkAlerts = {},
): Watched {
  const { errorRate, minutes } = { ...defaults, ...alerts };
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
  const common = { alarmsWhen: "GreaterThan", missingData: "notBreaching" } as const; // No call, no error and no work.

  return {
    widgets: [
      graph("failed calls of functions (%)", measured(rate, "all functions"), errorRate.threshold),
      graph("work of functions (minutes)", measured(worked, "all functions")),
    ],
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
