import { type CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { AlarmFigure } from "../judge/figures";

/** CloudWatch's limit of names in one request, and of alarms in one answer. */
const most = 100;

/** The alarms of these names, as they are and as they were at `since` (ms). CloudWatch says when each came into its state. */
export async function alarmFigures(
  cloudwatch: CloudWatchClient,
  names: readonly { readonly name: string; readonly side?: "new" | "live" }[],
  since: number,
): Promise<AlarmFigure[]> {
  const found: MetricAlarm[] = [];
  for (let first = 0; first < names.length; first += most) {
    const AlarmNames = names.slice(first, first + most).map(({ name }) => name);
    const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames, MaxRecords: most }));
    found.push(...MetricAlarms);
  }
  return names.flatMap(({ name, side }) => {
    const alarm = found.find(({ AlarmName }) => AlarmName === name);
    return alarm ? [{ ...figureOf(alarm, since), ...(side && { side }) }] : [];
  });
}

function figureOf(alarm: MetricAlarm, since: number): AlarmFigure {
  const isAlarm = alarm.StateValue === "ALARM";
  const at = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  const wasAlarm = isAlarm && at !== undefined && at.getTime() < since;
  return { name: alarm.AlarmName ?? "", critical: true, wasAlarm, isAlarm };
}
