import { MonitoringDashboard } from "@cdktf/provider-google/lib/monitoring-dashboard";
import type { AlertSettings } from "../../../../modules/alerts";
import { Monitoring, type MonitoringProps } from "../../../../modules/gcp/monitoring/monitoring";
import { type Synthesized, synthesized } from "../../../synthesized";
import { names } from "../fixtures";

/** The thresholds of documents 002 and 003. */
export const alerts: AlertSettings = {
  api_down: { threshold: 1, forSeconds: 300, severity: "critical" },
  database_connections: { threshold: 5, forSeconds: 300, severity: "critical" },
  disk_free: { threshold: 10, forSeconds: 300, severity: "critical" },
  memory: { threshold: 85, forSeconds: 300, severity: "critical" },
  latency_p95: { threshold: 500, forSeconds: 300, severity: "warning" },
  test_failures: { threshold: 20, forSeconds: 600, severity: "warning" },
  cpu: { threshold: 80, forSeconds: 300, severity: "warning" },
  error_rate: { threshold: 1, forSeconds: 300, severity: "critical" },
};

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
      metricNamespace: "test-execution",
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
