/** A line of a graph. */
export interface Line {
  /** Name in the legend. @default - the labels of each series, for an expression that yields several */
  readonly label?: string;
  /** PromQL. */
  readonly query: string;
}

/** A widget in the JSON of Cloud Monitoring's dashboards; half a row wide. */
export type Widget = Readonly<Record<string, unknown>>;

/** Lines over time, with a horizontal line where `limit` is given. */
export function graph(title: string, lines: readonly Line[], limit?: number): Widget {
  return {
    title,
    xyChart: {
      dataSets: lines.map(({ label, query }) => ({
        plotType: "LINE",
        legendTemplate: label,
        timeSeriesQuery: { prometheusQuery: query },
      })),
      ...(limit !== undefined && { thresholds: [{ label: "limit", value: limit }] }),
    },
  };
}

/** The latest value of an expression. */
export function latest(title: string, query: string): Widget {
  return { title, scorecard: { timeSeriesQuery: { prometheusQuery: query } } };
}

/** Open and past incidents of alert policies. */
export function incidents(title: string, policyNames: readonly string[]): Widget {
  return { title, incidentList: { policyNames } };
}

/** A dashboard with its widgets in order, two in a row. */
export function dashboardJson(displayName: string, widgets: readonly Widget[]): string {
  const [width, height] = [24, 16];
  const tiles = widgets.map((widget, index) => {
    const xPos = (index % 2) * width;
    const yPos = Math.floor(index / 2) * height;
    // The API omits zeros in its answer; writing them would be a difference in every plan.
    return { ...(xPos && { xPos }), ...(yPos && { yPos }), width, height, widget };
  });
  // Names of resources are tokens inside its strings.
  return JSON.stringify({ displayName, mosaicLayout: { columns: 2 * width, tiles } });
}
