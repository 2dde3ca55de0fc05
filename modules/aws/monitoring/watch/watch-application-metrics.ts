import { type BusinessMetrics, capitalized } from "../../../business-metrics";
import { businessAlarm } from "../alert-rules";
import { graph, line, measured, type Widget } from "../dashboards-widgets";
import type { Calculation, Metric } from "../metrics";
import type { Watched, WatchedAlarm } from "../watched";

/**
 * The metrics that the application publishes in `namespace` (document 002: the system's name): `ProcessingTime` (milliseconds per queued
 * job), `PoolConnections` (in use), and those of `business`, in total and by its label. The latter make the business dashboard and its
 * alarm; without `business` there is neither.
 */
export function watchApplicationMetrics(namespace: string, business?: BusinessMetrics): Watched {
  const metric = (name: string, stat: string): Metric => ({ namespace, name, dimensions: {}, stat });
  const counted = business && watchBusiness(namespace, business);
  return {
    widgets: {
      application: [
        graph("Connection pool", [
          line(metric("PoolConnections", "Average"), "in use, average"),
          line(metric("PoolConnections", "Maximum"), "in use, highest"),
        ]),
        graph(
          "Processing time (ms)",
          ["p50", "p95"].map((stat) => line(metric("ProcessingTime", stat), stat)),
        ),
      ],
      ...(counted && { business: counted.widgets }),
    },
    alarms: counted?.alarms ?? [],
  };
}

function watchBusiness(
  namespace: string,
  { title, unit, total, failed: { metric: failedName }, label, alert }: BusinessMetrics,
): { readonly widgets: readonly Widget[]; readonly alarms: readonly WatchedAlarm[] } {
  const metric = (name: string): Metric => ({ namespace, name, dimensions: {}, stat: "Sum" });
  const run = metric(total.metric);
  const failed = metric(failedName);
  // 0 while nothing was counted.
  const failedPercent: Calculation = {
    metrics: { run, failed },
    expression: "IF(run > 0, 100 * FILL(failed, 0) / run, 0)",
  };
  const split = (name: string) => [[{ expression: `SEARCH('{"${namespace}",${label}} MetricName="${name}"', 'Sum')` }]];
  const by = label?.toLowerCase();
  return {
    widgets: [
      graph(title, [line(run, total.legend), line(failed, "failed")]),
      graph("Failed (%)", measured(failedPercent, "failed")),
      ...(label
        ? [graph(`${capitalized(unit)} by ${by}`, split(total.metric)), graph(`Failures by ${by}`, split(failedName))]
        : []),
    ],
    alarms: alert ? [businessAlarm(alert, unit, failedPercent)] : [],
  };
}
