/** A line of a graph. */
export interface Line {
  /** @default - what the expression's labels say, for one that yields several lines */
  readonly label?: string;
  /** PromQL. */
  readonly query: string;
}

/** A widget as Cloud Monitoring's dashboards know it; half a row wide. */
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

/** One number. */
export function latest(title: string, query: string): Widget {
  return { title, scorecard: { timeSeriesQuery: { prometheusQuery: query } } };
}

/** What the alert policies have found. */
export function incidents(title: string, policyNames: readonly string[]): Widget {
  return { title, incidentList: { policyNames } };
}

/** A dashboard with its widgets in order, two in a row. */
export function dashboardJson(displayName: string, widgets: readonly Widget[]): string {
  const [width, height] = [24, 16];
  const tiles = widgets.map((widget, index) => {
    const xPos = (index % 2) * width;
    const yPos = Math.floor(index / 2) * height;
    // The API leaves zeros out of its answer: written, they would be a difference in every plan.
    return { ...(xPos && { xPos }), ...(yPos && { yPos }), width, height, widget };
  });
  // Resources' names stand in it as tokens inside strings.
  return JSON.stringify({ displayName, mosaicLayout: { columns: 2 * width, tiles } });
}
