import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { AlertSettings, DashboardName, Recipients } from "../../alerts";
import type { Names } from "../../names";
import { LocalChart } from "../charts/local-chart";
import { labels } from "../labels";
import { Dashboards } from "./dashboards";
import type { MonitoringSources } from "./monitoring-metrics";
import { prometheusAlerts } from "./prometheus-alerts";

/** The mail server by which Alertmanager sends e-mail, over TLS. */
export interface MailServer {
  /** With its port, e.g. `email-smtp.us-east-1.amazonaws.com:587`. */
  readonly host: string;
  /** Address of the sender. */
  readonly from: string;
  readonly username: string;
  /** Where the password is: a Secret of the namespace and its entry. */
  readonly passwordSecret: { readonly name: string; readonly key: string };
}

export interface MonitoringProps extends MonitoringSources {
  readonly names: Names;
  /** Receive alerts by e-mail, which needs `smtp`. */
  readonly emails: Recipients;
  readonly alerts: AlertSettings;
  /** Sends the e-mails. @default - no e-mail is sent; Alertmanager and Grafana show the alerts */
  readonly smtp?: MailServer;
  /** Share of requests that the SLA promises to answer without a server error, in percent. @default 99.9 */
  readonly availabilityTargetPercent?: number;
  /** The release of the Prometheus operator. @default - the cluster has the operator already */
  readonly dependsOn?: ITerraformDependable[];
}

/** Watches an application with the Prometheus operator: scraping, alerts, their receivers and four dashboards. */
export class Monitoring extends Construct {
  readonly dashboardNames: Readonly<Partial<Record<DashboardName, string>>>;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { names, namespace, services, emails, alerts, smtp } = props;
    const objectLabels = labels(names, services.api);

    new LocalChart(this, "alerting", {
      chart: "monitoring",
      release: names.of("helm_release", "monitoring"),
      namespace,
      values: {
        name: services.api,
        labels: objectLabels,
        services: [services.api],
        // Only the service that answers requests has a Service.
        pods: Object.entries(services).flatMap(([key, name]) => (key === "api" ? [] : [name])),
        instance: names.environment,
        rules: prometheusAlerts(names, props, alerts),
        emails,
        ...(smtp && { smtp }),
      },
      dependsOn: props.dependsOn,
    });
    const dashboards = new Dashboards(this, "dashboards", {
      names,
      sources: props,
      labels: objectLabels,
      latencyThreshold: alerts.latency_p95.threshold,
      availabilityTargetPercent: props.availabilityTargetPercent ?? 99.9,
    });
    this.dashboardNames = dashboards.dashboardNames;
  }
}
