import { type BusinessMetrics, capitalized } from "../../../business-metrics";
import { applicationDimension } from "../../../tracing";
import { businessAlarm } from "../alert-rules";
import { graph, line, measured, type Widget } from "../dashboards-widgets";
import type { Calculation, Metric } from "../metrics";
import type { Watched, WatchedAlarm } from "../watched";

/** Where the application's metrics are. */
export interface ApplicationMetrics {
  /** Document 002: the system's name. */
  readonly namespace: string;
  /** Value of the dimension by which the environments of one account differ. */
  readonly application: string;
}

/**
 * The metrics that the application sends to its collector: `processing_time_seconds` (per queued job), `pool_connections` (in use), and
 * those of `business`, in total and by its label. The latter make the business dashboard and its alarm; without `business` there is
 * neither.
 */
export function watchApplicationMetrics(metrics: ApplicationMetrics, business?: BusinessMetrics): Watched {
  const { namespace, application } = metrics;
  const dimensions = { [applicationDimension]: application };
  const metric = (name: string, stat: string): Metric => ({ namespace, name, dimensions, stat });
  const counted = business && watchBusiness(metrics, business);
  return {
    widgets: {
      application: [
        graph("Connection pool", [
          line(metric("pool_connections", "Average"), "in use, average"),
          line(metric("pool_connections", "Maximum"), "in use, highest"),
        ]),
        graph(
          // The exporter sends sum and count of a histogram, from which CloudWatch makes no percentiles.
          "Processing time (s)",
          [line(metric("processing_time_seconds", "Average"), "average")],
        ),
      ],
      ...(counted && { business: counted.widgets }),
    },
    alarms: counted?.alarms ?? [],
  };
}

function watchBusiness(
  { namespace, application }: ApplicationMetrics,
  { title, unit, total, failed: { metric: failedName }, label, alert }: BusinessMetrics,
): { readonly widgets: readonly Widget[]; readonly alarms: readonly WatchedAlarm[] } {
  const dimensions = { [applicationDimension]: application };
  const metric = (name: string): Metric => ({ namespace, name, dimensions, stat: "Sum" });
  const all = metric(total.metric);
  const failed = metric(failedName);
  // 0 while nothing was counted.
  const failedPercent: Calculation = {
    metrics: { all, failed },
    expression: "IF(all > 0, 100 * FILL(failed, 0) / all, 0)",
  };
  const search = (name: string) =>
    `SEARCH('{"${namespace}",${applicationDimension},${label}} MetricName="${name}" ${applicationDimension}="${application}"', 'Sum')`;
  const split = (name: string) => [[{ expression: search(name) }]];
  return {
    widgets: [
      graph(title, [line(all, total.legend), line(failed, "failed")]),
      graph("Failed (%)", measured(failedPercent, "failed")),
      ...(label
        ? [
            graph(`${capitalized(unit)} by ${label}`, split(total.metric)),
            graph(`Failures by ${label}`, split(failedName)),
          ]
        : []),
    ],
    alarms: alert ? [businessAlarm(alert, unit, failedPercent)] : [],
  };
}
