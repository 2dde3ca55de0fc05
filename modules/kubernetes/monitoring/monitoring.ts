import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { LocalChart } from "../charts/local-chart";
import { labels } from "../labels";
import { type DashboardName, Dashboards } from "./dashboards";
import type { MonitoringSources } from "./monitoring-metrics";
import { type Alerts, rules, type Severity } from "./monitoring-rules";

/** The mail server that Alertmanager hands its messages to, over TLS. */
export interface MailServer {
  /** With its port, e.g. `email-smtp.us-east-1.amazonaws.com:587`. */
  readonly host: string;
  /** Sender's address. */
  readonly from: string;
  readonly username: string;
  /** Where the password is: a Secret of the namespace and its entry. */
  readonly passwordSecret: { readonly name: string; readonly key: string };
}

export interface MonitoringProps extends MonitoringSources {
  readonly names: Names;
  readonly emails: Readonly<Record<Severity, readonly string[]>>;
  readonly alerts: Alerts;
  /** Without it nobody hears at `emails`. @default - alerts are seen in Alertmanager and Grafana only */
  readonly smtp?: MailServer;
  /** Share of requests that the SLA promises to answer without a server error, in percent. @default 99.9 */
  readonly availabilityTargetPercent?: number;
  /** The release that brings the Prometheus operator. @default - it is there */
  readonly dependsOn?: ITerraformDependable[];
}

/** What watches an application with the Prometheus operator: what is scraped, alerts, who is told, four dashboards. */
export class Monitoring extends Construct {
  readonly dashboardNames: Readonly<Record<DashboardName, string>>;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { names, namespace, services, emails, alerts, smtp } = props;
    const objectLabels = labels(names, services.api);

    new LocalChart(this, "alerting", {
      chart: "monitoring",
      release: `${names.prefix}-monitoring`,
      namespace,
      values: {
        name: services.api,
        labels: objectLabels,
        services: Object.values(services),
        instance: names.environment,
        rules: rules(props, alerts),
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
