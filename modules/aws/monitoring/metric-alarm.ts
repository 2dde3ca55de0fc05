import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import type { Alert, Severity } from "../../alerts";
import type { Names } from "../../names";
import type { Measurement } from "./metrics";

/** What one alarm watches, and what its message says. */
export interface AlarmSubject {
  readonly measurement: Measurement;
  readonly firesWhen: "GreaterThan" | "GreaterThanOrEqualTo" | "LessThan";
  /** How a period without data counts. */
  readonly missingData: "breaching" | "notBreaching";
  /** What is wrong, in one sentence. */
  readonly meaning: string;
  /** What to do about it. */
  readonly remedy: string;
}

export interface MetricAlarmProps extends AlarmSubject {
  readonly names: Names;
  /** Last part of its name. */
  readonly part: string;
  readonly alert: Alert;
  /** Length of a period in seconds. Every period within `alert.forSeconds` must exceed the threshold; at most a day in all (CloudWatch's limit). */
  readonly periodSeconds: number;
  /** The topics that get a message when it fires and when it ends, by severity. */
  readonly topicArns: Readonly<Record<Severity, string>>;
}

/** A CloudWatch alarm. Returns its ARN. */
export function metricAlarm(scope: Construct, id: string, props: MetricAlarmProps): string {
  const { alert, periodSeconds } = props;
  const topics = [props.topicArns[alert.severity]];
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: props.names.of("alarm", props.part),
    alarmDescription: `${props.meaning} ${props.remedy}`,
    comparisonOperator: `${props.firesWhen}Threshold`,
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
