import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { alarmStatus, dashboardBody, type Widget } from "./dashboards-widgets";
import type { Dashboard, Watched } from "./watched";

interface Layout {
  /** How far back it shows, as an ISO 8601 duration. */
  readonly start: string;
  /** Titles of the graphs that come first, in this order. The others follow in the order in which they were contributed. */
  readonly first?: readonly string[];
  /** Where the state of all alarms is shown. @default - nowhere */
  readonly alarms?: "top" | "bottom";
}

const layouts: Readonly<Record<Dashboard, Layout>> = {
  overview: { start: "-PT3H", alarms: "top" },
  application: { start: "-PT3H", first: ["Requests", "Response time (ms)", "Errors"] },
  infrastructure: {
    start: "-PT3H",
    first: [
      "CPU (%)",
      "Memory (%)",
      "Free database storage (%)",
      "Connections",
      "Database volume (bytes)",
      "Lag of the readers (ms)",
    ],
  },
  business: { start: "-P7D" },
  sla: { start: "-P30D", alarms: "bottom" },
};

/** Makes each dashboard that something is contributed to. Returns their names. */
export function addDashboards(
  scope: Construct,
  names: Names,
  watched: readonly Watched[],
  alarmArns: readonly string[],
): Partial<Record<Dashboard, string>> {
  const make = (parent: Construct, id: string, dashboard: Dashboard, part?: string) => {
    const { start, first = [], alarms } = layouts[dashboard];
    const graphs = merged(
      watched.flatMap(({ widgets }) => widgets[dashboard] ?? []),
      first,
    );
    const status = alarmStatus("Alarms", alarmArns);
    const widgets = alarms === "top" ? [status, ...graphs] : alarms === "bottom" ? [...graphs, status] : graphs;
    return new CloudwatchDashboard(parent, id, {
      dashboardName: names.of("dashboard", part),
      dashboardBody: dashboardBody(names, start, widgets),
    }).dashboardName;
  };

  const found = new Set(watched.flatMap(({ widgets }) => Object.keys(widgets) as Dashboard[]));
  const made: Partial<Record<Dashboard, string>> = {};
  if (found.delete("overview")) made.overview = make(scope, "dashboard", "overview");
  if (found.size > 0) {
    const parent = new Construct(scope, "dashboards");
    for (const name of found) made[name] = make(parent, name, name, name);
  }
  return made;
}

/** One widget for each title, with the lines of all that have it. */
function merged(widgets: readonly Widget[], first: readonly string[]): Widget[] {
  const byTitle = new Map<string, Widget>();
  for (const widget of widgets) {
    const { title, metrics } = widget.properties;
    const other = byTitle.get(title);
    const lines = [...(other?.properties.metrics ?? []), ...(metrics ?? [])];
    byTitle.set(title, other ? { ...other, properties: { ...other.properties, metrics: lines } } : widget);
  }
  const place = ({ properties: { title } }: Widget) => (first.includes(title) ? first.indexOf(title) : first.length);
  return [...byTitle.values()].sort((one, other) => place(one) - place(other));
}
