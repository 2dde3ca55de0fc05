import type { Alarm, Look } from "./alarm";
import { awsLooks } from "./looks-aws";
import { azureLooks } from "./looks-azure";
import { googleLooks } from "./looks-google";
import { pods } from "./looks-kubernetes";
import type { StackFacts } from "./stack-facts";

const looks: Readonly<Record<string, Look>> = { ...awsLooks, ...googleLooks, ...azureLooks, pods };

/** The commands to run first: how the alarm came to be raised, then everything that it measures. Each once. */
export function looksAt(alarm: Alarm, facts: StackFacts): string[] {
  const history = facts
    .resources("aws_cloudwatch_metric_alarm")
    .some(({ body }) => facts.named(body["alarm_name"]) === alarm.name)
    ? [
        `aws cloudwatch describe-alarm-history --alarm-name ${alarm.name} --history-item-type StateUpdate --max-items 5 --query 'AlarmHistoryItems[].[Timestamp,HistorySummary]' --region ${facts.region}`,
      ]
    : [];
  return [
    ...new Set([...history, ...alarm.concerned.flatMap((resource) => looks[resource.type]?.(resource, facts) ?? [])]),
  ];
}
