/** A PromQL query and the name of its line in the legend. */
export interface Target {
  readonly expr: string;
  /** `{{label}}` is replaced by the value of that label. */
  readonly legendFormat: string;
}

/** How Grafana writes the numbers: `percent` is 0 to 100, `percentunit` 0 to 1, `short` a plain number. */
export type Unit = "percent" | "percentunit" | "s" | "reqps" | "short";

/** A part of a Grafana dashboard (Grafana: panel), without its place. */
export interface Widget {
  readonly type: "timeseries" | "stat";
  readonly title: string;
  readonly targets: readonly Target[];
  readonly fieldConfig: object;
  readonly options: object;
}

export const line = (expr: string, legendFormat: string): Target => ({ expr, legendFormat });

/** Lines over time, with a red horizontal line at `limit`. */
export function graph(title: string, unit: Unit, targets: readonly Target[], limit?: number): Widget {
  const thresholds = {
    mode: "absolute",
    steps: [{ color: "green", value: null }, ...(limit === undefined ? [] : [{ color: "red", value: limit }])],
  };
  return {
    type: "timeseries",
    title,
    targets,
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        thresholds,
        custom: { thresholdsStyle: { mode: limit === undefined ? "off" : "line" } },
      },
      overrides: [],
    },
    options: { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi" } },
  };
}

/** One number for the whole time range that the dashboard shows. Its query uses `$__range`. */
export function periodTotal(title: string, unit: Unit, target: Target): Widget {
  return {
    type: "stat",
    title,
    targets: [target],
    fieldConfig: { defaults: { unit, decimals: 3 }, overrides: [] },
    options: { reduceOptions: { calcs: ["lastNotNull"] }, graphMode: "none", colorMode: "value" },
  };
}

/** A dashboard as Grafana reads it, two widgets in a row. The user chooses the Prometheus in Grafana, so it works with any. */
export function dashboard(uid: string, title: string, from: string, widgets: readonly Widget[]): string {
  // Without braces, because Terraform would read "${" as a template of its own.
  const datasource = { type: "prometheus", uid: "$datasource" };
  return JSON.stringify({
    uid,
    title,
    tags: ["terraform"],
    schemaVersion: 39,
    editable: false,
    refresh: "1m",
    time: { from, to: "now" },
    templating: { list: [{ name: "datasource", label: "Prometheus", type: "datasource", query: "prometheus" }] },
    panels: widgets.map((widget, index) => ({
      id: index + 1,
      ...widget,
      datasource,
      targets: widget.targets.map((target, query) => ({
        refId: String.fromCharCode(65 + query),
        datasource,
        ...target,
      })),
      gridPos: { x: (index % 2) * 12, y: Math.floor(index / 2) * 8, w: 12, h: 8 },
    })),
  });
}
