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
    alarmDescription: description(props),
    comparisonOperator: `${props.firesWhen}Threshold`,
    threshold: alert.threshold,
    evaluationPeriods: alert.forSeconds / periodSeconds,
    metricQuery: metricQueries(props.measurement, periodSeconds),
    treatMissingData: props.missingData,
    alarmActions: topics,
    okActions: topics,
  }).arn;
}

/** CloudWatch's limit of a description (PutMetricAlarm). */
const longest = 1024;

/** What is wrong, what to do, and where the alarm's page is, which is never cut. */
function description({ meaning, remedy, names, part }: MetricAlarmProps): string {
  const link = names.runbook(part);
  const text = `${meaning} ${remedy}`;
  const room = longest - link.length;
  return `${text.length > room ? `${text.slice(0, room - 1)}…` : text}${link}`;
}

function metricQueries({ metrics, expression }: Measurement, period: number) {
  const queries = Object.entries(metrics).map(([id, { name, dimensions, ...metric }]) => ({
    id,
    metric: { ...metric, metricName: name, period, dimensions: { ...dimensions } },
    returnData: expression === undefined,
  }));
  return expression === undefined ? queries : [...queries, { id: "result", expression, returnData: true }];
}
