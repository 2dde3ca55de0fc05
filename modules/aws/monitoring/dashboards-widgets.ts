import type { Names } from "../../names";
import type { Calculation, Metric } from "./metrics";

/** One row of a widget's `metrics`: a metric with its dimensions, or an expression. */
export type Row = readonly unknown[];

/** What a widget shows, as CloudWatch names it. */
export interface WidgetProperties {
  readonly title: string;
  /** The lines of a graph. */
  readonly metrics?: readonly Row[];
  readonly [property: string]: unknown;
}

/** A widget of a CloudWatch dashboard; CloudWatch places them in order, two in a row. */
export interface Widget {
  readonly type: "metric" | "alarm";
  readonly width: number;
  readonly height: number;
  readonly properties: WidgetProperties;
}

const size = { width: 12, height: 6 };

/** Lines over time, with a horizontal line where `limit` is given. */
export function graph(title: string, metrics: readonly Row[], limit?: number): Widget {
  const annotations = limit !== undefined && { annotations: { horizontal: [{ label: "limit", value: limit }] } };
  return { type: "metric", ...size, properties: { title, view: "timeSeries", period: 300, metrics, ...annotations } };
}

/** One number for the whole time range that the dashboard shows. */
export function periodTotal(title: string, metrics: readonly Row[]): Widget {
  const properties = { title, view: "singleValue", setPeriodToTimeRange: true, metrics };
  return { type: "metric", ...size, properties };
}

/** The state of each alarm. */
export function alarmStatus(title: string, alarms: readonly string[]): Widget {
  return { type: "alarm", width: 24, height: 4, properties: { title, alarms } };
}

/** The JSON of a dashboard that shows the time since `start`, e.g. `-PT3H`. */
export function dashboardBody(names: Names, start: string, widgets: readonly Widget[]): string {
  // JSON.stringify keeps tokens inside strings; Fn.jsonencode loses the quotes of a SEARCH (cdktf 0.21).
  return JSON.stringify({
    start,
    widgets: widgets.map((widget) => ({ ...widget, properties: { region: names.region, ...widget.properties } })),
  });
}

/** A metric as it is. */
export function line(metric: Metric, label: string): Row {
  return row(metric, { label });
}

/** The result of a measurement, its metrics hidden. */
export function measured({ metrics, expression }: Calculation, label: string): Row[] {
  const hidden = Object.entries(metrics).map(([id, metric]) => row(metric, { id, visible: false }));
  return [[{ expression, label }], ...hidden];
}

function row({ namespace, name, dimensions, stat }: Metric, options: object): Row {
  return [namespace, name, ...Object.entries(dimensions).flat(), { stat, ...options }];
}
