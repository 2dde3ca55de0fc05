import { type BusinessMetrics, capitalized } from "../../business-metrics";
import { graph, type Widget } from "./dashboards-widgets";
import { applicationGrowth, failurePercent } from "./monitoring-metrics";
import type { MetricSources } from "./monitoring-sources";

/** What the application counts of its own work, what of it failed, and both by their label. */
export function business(sources: MetricSources, metrics: BusinessMetrics, window: string): Widget[] {
  const { title, unit, total, failed, label } = metrics;
  const split = (metric: string) => [{ query: applicationGrowth(sources, metric, window, label) }];
  return [
    graph(title, [
      { label: total.legend, query: applicationGrowth(sources, total.metric, window) },
      { label: "failed", query: applicationGrowth(sources, failed.metric, window) },
    ]),
    graph("Failed (%)", [{ label: "failed", query: failurePercent(sources, metrics, window) }]),
    ...(label
      ? [
          graph(`${capitalized(unit)} by ${label}`, split(total.metric)),
          graph(`Failures by ${label}`, split(failed.metric)),
        ]
      : []),
  ];
}
