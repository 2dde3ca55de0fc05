import { MonitoringDashboard } from "@cdktf/provider-google/lib/monitoring-dashboard";
import { Monitoring, type MonitoringProps } from "../../../../modules/gcp/monitoring/monitoring";
import { type Synthesized, synthesized } from "../../../synthesized";
import { alerts } from "../../alerts-fixture";
import { business } from "../../business-fixture";
import { names } from "../fixtures";

/** The monitoring of a service, a worker and their database. */
export const makeMonitoring = (props: Partial<MonitoringProps> = {}) =>
  synthesized((scope) => {
    new Monitoring(scope, "monitoring", {
      names,
      labels: {},
      emails: { critical: ["on-call@example.com"], warning: ["team@example.com"] },
      alerts,
      services: { api: "api" },
      workers: { worker: "worker" },
      loadBalancer: { urlMapName: "front", securityPolicyName: "firewall" },
      database: { instanceName: "main" },
      metricNamespace: "test-execution-prod",
      business,
      ...props,
    });
  });

interface DataSet {
  readonly legendTemplate?: string;
  readonly timeSeriesQuery: { readonly prometheusQuery: string };
}

interface DashboardTile {
  readonly xPos?: number;
  readonly yPos?: number;
  readonly widget: {
    readonly title: string;
    readonly xyChart?: { readonly dataSets: DataSet[]; readonly thresholds?: { readonly value: number }[] };
    readonly scorecard?: DataSet;
    readonly incidentList?: { readonly policyNames: string[] };
  };
}

/** A dashboard by the last part of its name, as Cloud Monitoring reads it; undefined where there is none. */
export function dashboard(
  made: Synthesized,
  name: string,
): { readonly columns: number; readonly tiles: DashboardTile[] } | undefined {
  return made
    .all(MonitoringDashboard)
    .map(({ dashboard_json }) => JSON.parse(dashboard_json))
    .find(({ displayName }) => displayName === `test-execution-prod-${name}`)?.mosaicLayout;
}

/** Title of each widget of a dashboard → its queries, by their names in the legend. */
export function queries(made: Synthesized, name: string): Record<string, Record<string, string>> {
  const tiles = dashboard(made, name)?.tiles ?? [];
  return Object.fromEntries(
    tiles.map(({ widget: { title, xyChart, scorecard } }) => [
      title,
      Object.fromEntries(
        (xyChart?.dataSets ?? (scorecard ? [scorecard] : [])).map((set) => [
          set.legendTemplate ?? "",
          set.timeSeriesQuery.prometheusQuery,
        ]),
      ),
    ]),
  );
}
