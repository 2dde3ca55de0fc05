import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { Budget, type BudgetProps } from "./budget";
import { alarmStatus, dashboardBody, type Widget } from "./dashboards-widgets";
import { type AlarmSubject, type Alert, metricAlarm } from "./metric-alarm";
import { Notifications, type Severity } from "./notifications";

/** One alarm on something that is watched. */
export interface WatchedAlarm extends AlarmSubject {
  /** Last part of its name, e.g. `analysis-errors`. */
  readonly part: string;
  readonly alert: Alert;
  /** @default - 300 where `alert.forSeconds` is a multiple of it, else 60 */
  readonly periodSeconds?: number;
}

/** What `watchFunction` and its like make of one resource: its row of the dashboard and its alarms. */
export interface Watched {
  readonly widgets: readonly Widget[];
  readonly alarms: readonly WatchedAlarm[];
}

export interface EventMonitoringProps {
  readonly names: Names;
  /** KMS key of the topics; its policy lets `cloudwatch.amazonaws.com` use it. */
  readonly keyArn: string;
  readonly emails: Readonly<Record<Severity, readonly string[]>>;
  /** In the order of the dashboard. */
  readonly watched: readonly Watched[];
  /** What the system may cost in a month, and who is told. @default - none */
  readonly budget?: Omit<BudgetProps, "names">;
}

/** What watches an event-driven system: topics, alarms, one dashboard with a row for each resource, and by choice a budget. */
export class EventMonitoring extends Construct {
  readonly topicArns: Readonly<Record<Severity, string>>;
  readonly alarmArns: readonly string[];
  readonly dashboardName: string;

  constructor(scope: Construct, id: string, props: EventMonitoringProps) {
    super(scope, id);
    const { names, watched, budget } = props;

    const { topicArns } = new Notifications(this, "notifications", {
      names,
      keyArn: props.keyArn,
      emails: props.emails,
    });
    const alarmArns = watched
      .flatMap(({ alarms }) => alarms)
      .filter(({ alert }) => alert.enabled !== false)
      .map((alarm) => {
        const periodSeconds = alarm.periodSeconds ?? (alarm.alert.forSeconds % 300 === 0 ? 300 : 60);
        return metricAlarm(this, alarm.part, { ...alarm, names, periodSeconds, topicArns });
      });
    const dashboard = new CloudwatchDashboard(this, "dashboard", {
      dashboardName: names.of("dashboard"),
      dashboardBody: dashboardBody(names, "-PT3H", [
        alarmStatus("Alarms", alarmArns),
        ...watched.flatMap(({ widgets }) => widgets),
      ]),
    });
    if (budget) new Budget(this, "budget", { names, ...budget });

    this.topicArns = topicArns;
    this.alarmArns = alarmArns;
    this.dashboardName = dashboard.dashboardName;
  }
}
