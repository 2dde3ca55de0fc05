import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { Names } from "../names";
import { type AlarmRule, type AlertName, alarmRules } from "./alarms-rules";
import type { Measurement } from "./monitoring-metrics";
import type { MonitoringSources } from "./monitoring-sources";
import type { Severity } from "./notifications";

/** When one alert is raised. */
export interface Alert {
  /** In the unit of the alert: percent, milliseconds or a count. */
  readonly threshold: number;
  /** How long it must last; whole minutes, at most a day (CloudWatch's limit). */
  readonly forSeconds: number;
  readonly severity: Severity;
  /** @default true */
  readonly enabled?: boolean;
}

/** The shared `alerts` block. */
export type Alerts = Readonly<Record<AlertName, Alert>>;

export interface AlarmsProps {
  readonly names: Names;
  readonly alerts: Alerts;
  readonly sources: MonitoringSources;
  /** Where an alarm reports that it was raised, and that all is well again. */
  readonly topicArns: Readonly<Record<Severity, string>>;
}

/** The CloudWatch alarms of the shared `alerts` block: one for each enabled alert and each thing that it watches. */
export class Alarms extends Construct {
  readonly alarmArns: string[] = [];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    for (const [alertName, rule] of Object.entries<AlarmRule>(alarmRules)) {
      const alert = props.alerts[alertName as AlertName];
      if (alert.enabled === false) continue;

      const period = rule.wholeWindow ? alert.forSeconds : 60;
      const topics = [props.topicArns[alert.severity]];
      const description = [rule.meaning, rule.remedy]
        .map((text) => (typeof text === "string" ? text : text(props.sources)))
        .join(" ");
      for (const [key, measurement] of Object.entries(rule.measurements(props.sources))) {
        const part = `${alertName.replaceAll("_", "-")}-${key}`;
        const alarm = new CloudwatchMetricAlarm(this, part, {
          alarmName: props.names.of("alarm", part),
          alarmDescription: description,
          comparisonOperator: `${rule.alarmsWhen}Threshold`,
          threshold: alert.threshold,
          evaluationPeriods: alert.forSeconds / period,
          metricQuery: metricQueries(measurement, period),
          treatMissingData: rule.missingData,
          alarmActions: topics,
          okActions: topics,
        });
        this.alarmArns.push(alarm.arn);
      }
    }
  }
}

function metricQueries({ metrics, expression }: Measurement, period: number) {
  const queries = Object.entries(metrics).map(([id, { name, dimensions, ...metric }]) => ({
    id,
    metric: { ...metric, metricName: name, period, dimensions: { ...dimensions } },
    returnData: expression === undefined,
  }));
  return expression === undefined ? queries : [...queries, { id: "result", expression, returnData: true }];
}
