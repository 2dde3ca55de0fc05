import { LoggingMetric } from "@cdktf/provider-google/lib/logging-metric";
import { MonitoringUptimeCheckConfig } from "@cdktf/provider-google/lib/monitoring-uptime-check-config";
import { Construct } from "constructs";
import type { AlertSettings, DashboardName, Recipients, Severity } from "../../alerts";
import type { Names } from "../../names";
import { Alerts } from "./alerts";
import { Budget, type BudgetProps } from "./budget";
import { Dashboards } from "./dashboards";
import type { MetricSources, MonitoringSources } from "./monitoring-sources";
import { Notifications } from "./notifications";

export interface MonitoringProps extends MonitoringSources {
  readonly names: Names;
  /** Addresses that get alerts, by severity. */
  readonly emails: Recipients;
  /** See `AlertsProps`. */
  readonly alerts: AlertSettings;
  /** Labels of channels, policies and the uptime check. The provider's default labels do not reach them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Share of requests that the SLA promises to answer without a server error, in percent. @default 99.9 */
  readonly availabilityTargetPercent?: number;
  /** Monthly cost limit of the project, and the addresses that get its reports. @default - none */
  readonly budget?: Omit<BudgetProps, "names" | "channels"> & {
    /** At most 5 (Google limit). */
    readonly emails: readonly string[];
  };
}

/** Monitoring of an application on Cloud Run: e-mails, alert policies, an uptime check, four dashboards and an optional budget. */
export class Monitoring extends Construct {
  /** Notification channels by severity, for more alert policies. */
  readonly channels: Readonly<Record<Severity, string[]>>;
  /** Alert policies, `projects/…/alertPolicies/…`. */
  readonly policyNames: readonly string[];
  /** `business` only where the application names metrics. */
  readonly dashboardIds: Readonly<Partial<Record<DashboardName, string>>>;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { names, alerts, labels, budget } = props;

    const { channels } = new Notifications(this, "notifications", {
      names,
      labels,
      emails: { ...props.emails, budget: budget?.emails ?? [] },
    });
    const sources: MetricSources = {
      ...props,
      project: names.accountId,
      database: props.database && {
        ...props.database,
        refusedConnections: refusedConnections(this, names, props.database.instanceName),
      },
      uptimeCheckId: uptimeCheckId(this, props),
    };
    const { policyNames } = new Alerts(this, "alarms", { names, alerts, sources, channels, labels });
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

/** Makes the metric that counts refused connections in the log of PostgreSQL; returns its name. */
function refusedConnections(scope: Construct, names: Names, instanceName: string): string {
  const name = names.of("gcp_logging", "refused-connections");
  const phrases = ["remaining connection slots", "too many clients", "authentication failed", "no pg_hba.conf entry"];
  new LoggingMetric(scope, "refused-connections", {
    name,
    description: "Connections that PostgreSQL refused",
    filter: [
      'resource.type="cloudsql_database"',
      `resource.labels.database_id="${names.accountId}:${instanceName}"`,
      'log_id("cloudsql.googleapis.com/postgres.log")',
      `textPayload=~"${phrases.join("|").replaceAll(".", "\\\\.")}"`,
    ].join(" AND "),
    metricDescriptor: { metricKind: "DELTA", valueType: "INT64", unit: "1" },
  });
  return name;
}

/** Requests the address from several continents; id of the check, if there is one. */
function uptimeCheckId(scope: Construct, { names, uptime, labels }: MonitoringProps): string | undefined {
  if (!uptime) return undefined;
  return new MonitoringUptimeCheckConfig(scope, "uptime", {
    displayName: names.of("gcp_alert", "uptime"),
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
    // Google does not delete a check that a policy watches, so the policy first moves to the new one.
    lifecycle: { createBeforeDestroy: true },
  }).uptimeCheckId;
}
