import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { XraySamplingRule } from "@cdktf/provider-aws/lib/xray-sampling-rule";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { Alarms, type Alerts } from "./alarms";
import { Budget, type BudgetProps } from "./budget";
import { type DashboardName, Dashboards } from "./dashboards";
import { refusedConnections } from "./monitoring-metrics";
import type { MonitoringSources } from "./monitoring-sources";
import { Notifications, type Severity } from "./notifications";

export interface MonitoringProps extends Omit<MonitoringSources, "metricNamespace"> {
  readonly names: Names;
  /** KMS key of the topics; its policy lets `cloudwatch.amazonaws.com` use it. */
  readonly keyArn: string;
  readonly emails: Readonly<Record<Severity, readonly string[]>>;
  readonly alerts: Alerts;
  /**
   * Namespace of the application's own metrics. Environments that share an account need one each.
   * @default - the system's name (document 002: `<system>/TestsRun`)
   */
  readonly metricNamespace?: string;
  /** Share of requests that the SLA promises to answer without a server error, in percent. @default 99.9 */
  readonly availabilityTargetPercent?: number;
  /** Share of requests that X-Ray records, beside the first of each second. @default - X-Ray's default rule */
  readonly tracing?: {
    readonly samplingPercent: number;
    /** Name under which the application reports its traces; `*` and `?` are wildcards. @default "<system>-<environment>*" */
    readonly serviceName?: string;
  };
  /** What the system may cost in a month, and who is told. @default - none */
  readonly budget?: Omit<BudgetProps, "names">;
}

/**
 * What watches an application on ECS or behind a load balancer of EKS: topics, alarms, four dashboards, and by choice trace
 * sampling and a budget.
 */
export class Monitoring extends Construct {
  readonly topicArns: Readonly<Record<Severity, string>>;
  readonly alarmArns: readonly string[];
  /** `business` only where the application publishes metrics. */
  readonly dashboardNames: Readonly<Partial<Record<DashboardName, string>>>;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { names, alerts, tracing, budget } = props;
    const sources = { ...props, metricNamespace: props.metricNamespace ?? names.system };

    const { topicArns } = new Notifications(this, "notifications", {
      names,
      keyArn: props.keyArn,
      emails: props.emails,
    });

    const refused = refusedConnections(sources);
    new CloudwatchLogMetricFilter(this, "refused-connections", {
      name: names.of("generic", "refused-connections"),
      logGroupName: sources.database.logGroupName,
      // "?" means any of them. RDS writes these as FATAL only; a required term beside "?" terms would switch them off.
      pattern: ["remaining connection slots", "too many clients", "authentication failed", "no pg_hba.conf entry"]
        .map((phrase) => `?"${phrase}"`)
        .join(" "),
      metricTransformation: { namespace: refused.namespace, name: refused.name, value: "1", defaultValue: "0" },
    });
    const { alarmArns } = new Alarms(this, "alarms", { names, alerts, sources, topicArns });
    const dashboards = new Dashboards(this, "dashboards", {
      names,
      sources,
      alarmArns,
      latencyThreshold: alerts.latency_p95.threshold,
      availabilityTargetPercent: props.availabilityTargetPercent ?? 99.9,
    });

    if (tracing) {
      new XraySamplingRule(this, "sampling", {
        ruleName: names.of("sampling_rule"),
        serviceName: tracing.serviceName ?? `${names.prefix}*`,
        fixedRate: tracing.samplingPercent / 100,
        reservoirSize: 1,
        priority: 1000,
        version: 1,
        serviceType: "*",
        host: "*",
        httpMethod: "*",
        urlPath: "*",
        resourceArn: "*",
      });
    }
    if (budget) new Budget(this, "budget", { names, ...budget });

    this.topicArns = topicArns;
    this.alarmArns = alarmArns;
    this.dashboardNames = dashboards.dashboardNames;
  }
}
