import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { XraySamplingRule } from "@cdktf/provider-aws/lib/xray-sampling-rule";
import { Construct } from "constructs";
import type { Recipients, Severity } from "../../alerts";
import type { Names } from "../../names";
import { alertRules } from "./alert-rules";
import { Budget, type BudgetProps } from "./budget";
import { addDashboards } from "./dashboards";
import { metricAlarm } from "./metric-alarm";
import { Notifications } from "./notifications";
import type { Dashboard, Watched, WatchedAlarm } from "./watched";

export interface MonitoringProps {
  readonly names: Names;
  /** KMS key of the topics; its policy lets `cloudwatch.amazonaws.com` use it. */
  readonly keyArn: string;
  /** Who receives alerts, by severity. */
  readonly emails: Recipients;
  /** What is watched, each made by a `watch…` function. Dashboards show it in this order. */
  readonly watched: readonly Watched[];
  /** Share of requests that X-Ray records in addition to the first of each second, in percent. @default - X-Ray's default rule */
  readonly tracing?: { readonly samplingPercent: number };
  /** What the system may cost in a month, and who is notified. @default - none */
  readonly budget?: Omit<BudgetProps, "names">;
}

/** What watches a system: topics, and the alarms and dashboards of everything that is watched; optionally trace sampling and a budget. */
export class Monitoring extends Construct {
  readonly topicArns: Readonly<Record<Severity, string>>;
  readonly alarmArns: readonly string[];
  /** Parts of the names of the alarms that page a person. */
  readonly criticalParts: readonly string[];
  /** The dashboards to which something is contributed. */
  readonly dashboardNames: Readonly<Partial<Record<Dashboard, string>>>;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { names, keyArn, emails, watched, tracing, budget } = props;

    const { topicArns } = new Notifications(this, "notifications", { names, keyArn, emails });
    for (const { id, metric, ...filter } of watched.flatMap(({ logMetrics = [] }) => logMetrics)) {
      new CloudwatchLogMetricFilter(this, id, {
        ...filter,
        name: names.of("log_filter", id),
        metricTransformation: { namespace: metric.namespace, name: metric.name, value: "1", defaultValue: "0" },
      });
    }

    const alarms = watched.flatMap((part) => part.alarms).filter(({ alert }) => alert.enabled !== false);
    const make = (parent: Construct, { part, periodSeconds, alertName, ...alarm }: WatchedAlarm) => {
      const period = periodSeconds ?? (alarm.alert.forSeconds % 300 === 0 ? 300 : 60);
      return metricAlarm(parent, part, { ...alarm, names, part, periodSeconds: period, topicArns });
    };
    const ofAlerts = new Construct(this, "alarms");
    // Those of the shared alerts in the order of their table, which begins with the most urgent.
    const shared = Object.keys(alertRules).flatMap((name) => alarms.filter(({ alertName }) => alertName === name));
    const own = alarms.filter(({ alertName }) => alertName === undefined);
    this.alarmArns = [...shared.map((alarm) => make(ofAlerts, alarm)), ...own.map((alarm) => make(this, alarm))];
    this.criticalParts = alarms.filter(({ alert }) => alert.severity === "critical").map(({ part }) => part);
    this.dashboardNames = addDashboards(this, names, watched, this.alarmArns);

    if (tracing) addSampling(this, names, tracing.samplingPercent);
    if (budget) new Budget(this, "budget", { names, ...budget });
    this.topicArns = topicArns;
  }
}

/** X-Ray's rule for the traces that the application reports under `<name>-<environment>-…`. */
function addSampling(scope: Construct, names: Names, samplingPercent: number): void {
  new XraySamplingRule(scope, "sampling", {
    ruleName: names.of("sampling_rule"),
    serviceName: `${names.prefix}-*`,
    fixedRate: samplingPercent / 100,
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
