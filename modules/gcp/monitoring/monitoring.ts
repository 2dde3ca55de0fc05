import { LoggingMetric } from "@cdktf/provider-google/lib/logging-metric";
import { MonitoringUptimeCheckConfig } from "@cdktf/provider-google/lib/monitoring-uptime-check-config";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { Alarms, type Alerts } from "./alarms";
import { Budget, type BudgetProps } from "./budget";
import { type DashboardName, Dashboards } from "./dashboards";
import type { MetricSources, MonitoringSources } from "./monitoring-sources";
import { Notifications, type Severity } from "./notifications";

export interface MonitoringProps extends Omit<MonitoringSources, "metricNamespace"> {
  readonly names: Names;
  readonly emails: Readonly<Record<Severity, readonly string[]>>;
  readonly alerts: Alerts;
  /** Labels of what takes none from the provider's defaults: channels, policies, the uptime check. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Namespace of the application's own metrics. Environments that share a project need one each.
   * @default - the system's name (document 002: `<system>/TestsRun`)
   */
  readonly metricNamespace?: string;
  /** Share of requests that the SLA promises to answer without a server error, in percent. @default 99.9 */
  readonly availabilityTargetPercent?: number;
  /** What the project may cost in a month, and who is told. @default - none */
  readonly budget?: Omit<BudgetProps, "names" | "channels"> & {
    /** At most 5 (Google limit). */
    readonly emails: readonly string[];
  };
}

/**
 * What watches an application on Cloud Run: e-mails, alert policies, a check from outside, four dashboards, and by choice a
 * budget.
 */
export class Monitoring extends Construct {
  /** Notification channels, for more alert policies. */
  readonly channels: Readonly<Record<string, string[]>>;
  readonly policyNames: readonly string[];
  /** `business` only where the application publishes metrics. */
  readonly dashboardIds: Readonly<Partial<Record<DashboardName, string>>>;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { names, alerts, labels, budget } = props;

    const { channels } = new Notifications(this, "notifications", {
      names,
      labels,
      emails: { ...props.emails, ...(budget && { budget: budget.emails }) },
    });
    const sources: MetricSources = {
      ...props,
      metricNamespace: props.metricNamespace ?? names.system,
      project: names.accountId,
      refusedConnections: refusedConnections(this, props),
      uptimeCheckId: uptimeCheckId(this, props),
    };
    const { policyNames } = new Alarms(this, "alarms", { names, alerts, sources, channels, labels });
    const { dashboardIds } = new Dashboards(this, "dashboards", {
      names,
      sources,
      policyNames,
      latencyThreshold: alerts.latency_p95.threshold,
      availabilityTargetPercent: props.availabilityTargetPercent ?? 99.9,
    });
    if (budget) new Budget(this, "budget", { ...budget, names, channels: channels.budget });

    this.channels = channels;
    this.policyNames = policyNames;
    this.dashboardIds = dashboardIds;
  }
}

/** Name of the metric that counts, in the log of PostgreSQL, connections that it refused. */
function refusedConnections(scope: Construct, { names, database }: MonitoringProps): string {
  const name = names.of("generic", "refused-connections");
  const phrases = ["remaining connection slots", "too many clients", "authentication failed", "no pg_hba.conf entry"];
  new LoggingMetric(scope, "refused-connections", {
    name,
    description: "Connections that PostgreSQL refused",
    filter: [
      'resource.type="cloudsql_database"',
      `resource.labels.database_id="${names.accountId}:${database.instanceName}"`,
      'log_id("cloudsql.googleapis.com/postgres.log")',
      `textPayload=~"${phrases.join("|").replaceAll(".", "\\\\.")}"`,
    ].join(" AND "),
    metricDescriptor: { metricKind: "DELTA", valueType: "INT64", unit: "1" },
  });
  return name;
}

/** Asks from several continents; id of the check, if there is one. */
function uptimeCheckId(scope: Construct, { names, uptime, labels }: MonitoringProps): string | undefined {
  if (!uptime) return undefined;
  return new MonitoringUptimeCheckConfig(scope, "uptime", {
    displayName: names.of("generic", "uptime"),
    period: "60s",
    timeout: "10s",
    httpCheck: {
      path: uptime.path,
      port: 443,
      useSsl: true,
      validateSsl: true,
      acceptedResponseStatusCodes: [{ statusClass: "STATUS_CLASS_2XX" }],
    },
    monitoredResource: { type: "uptime_url", labels: { project_id: names.accountId, host: uptime.host } },
    logCheckFailures: true,
    userLabels: labels,
    // A check that a policy watches cannot be replaced before the policy watches another.
    lifecycle: { createBeforeDestroy: true },
  }).uptimeCheckId;
}
