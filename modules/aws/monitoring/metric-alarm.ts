import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import type { Names } from "../../names";
import type { Measurement } from "./monitoring-metrics";
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

/** What one alarm watches, and what whoever it wakes should know and do. */
export interface AlarmSubject {
  readonly measurement: Measurement;
  readonly alarmsWhen: "GreaterThan" | "GreaterThanOrEqualTo" | "LessThan";
  /** What no data means. */
  readonly missingData: "breaching" | "notBreaching";
  readonly meaning: string;
  readonly remedy: string;
}

export interface MetricAlarmProps extends AlarmSubject {
  readonly names: Names;
  /** Last part of its name. */
  readonly part: string;
  readonly alert: Alert;
  /** One number for each so many seconds; all of them must be over during `alert.forSeconds`. */
  readonly periodSeconds: number;
  /** Where it reports that it was raised, and that all is well again. */
  readonly topicArns: Readonly<Record<Severity, string>>;
}

/** A CloudWatch alarm. Returns its ARN. */
export function metricAlarm(scope: Construct, id: string, props: MetricAlarmProps): string {
  const { alert, periodSeconds } = props;
  const topics = [props.topicArns[alert.severity]];
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: props.names.of("alarm", props.part),
    alarmDescription: `${props.meaning} ${props.remedy}`,
    comparisonOperator: `${props.alarmsWhen}Threshold`,
    threshold: alert.threshold,
    evaluationPeriods: alert.forSeconds / periodSeconds,
    metricQuery: metricQueries(props.measurement, periodSeconds),
    treatMissingData: props.missingData,
    alarmActions: topics,
    okActions: topics,
  }).arn;
}

function metricQueries({ metrics, expression }: Measurement, period: number) {
  const queries = Object.entries(metrics).map(([id, { name, dimensions, ...metric }]) => ({
    id,
    metric: { ...metric, metricName: name, period, dimensions: { ...dimensions } },
    returnData: expression === undefined,
  }));
  return expression === undefined ? queries : [...queries, { id: "result", expression, returnData: true }];
}
