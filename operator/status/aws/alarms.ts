import type { CompositeAlarm, MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { groupBy } from "../../preflight/look/grouped";
import type { StackView } from "../../preflight/look/stack-view";
import { shellWord } from "../../process/shell";
import { count, due, ok, type Seen, type StatusFinding } from "../finding";
import { raisedSeen } from "../raised";
import { some } from "../text-parts";
import type { StatusAccount } from "./status-account";

/** An alarm as a stack's settings have it. */
interface Wanted {
  readonly name: string;
  readonly region: string;
  /** Its description. */
  readonly text: string;
  /** Whether it calls people: its topic is the critical one. */
  readonly critical: boolean;
  readonly muted: boolean;
}

/** CloudWatch's limit of names in one request (API reference of DescribeAlarms). */
const most = 100;

/** The alarms of each stack that are raised, that send nothing, or that are not there. Composite ones too. */
export async function alarmFindings(account: StatusAccount): Promise<StatusFinding[]> {
  const found = account.stacks.map((stack) => {
    const wanted = alarmsOf(stack, account.identity.region);
    if (wanted.length === 0) return [];
    return account.ask({ topic: "alarms", stacks: [stack.id] }, async () => {
      const there = await Promise.all(
        [...groupBy(wanted, ({ region }) => region)].map(([region, of]) => describe(account, region, of)),
      );
      return seen(account, stack.id, wanted, there.flat());
    });
  });
  return (await Promise.all(found)).flat();
}

function alarmsOf(stack: StackView, region: string): Wanted[] {
  return ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"].flatMap((type) =>
    stack.bodies(type).map((body) => ({
      name: String(body["alarm_name"]),
      region: stack.regionOf(body) ?? region,
      text: String(body["alarm_description"] ?? ""),
      critical: /critical/.test(JSON.stringify(body["alarm_actions"] ?? "")),
      muted: body["actions_enabled"] === false,
    })),
  );
}

type There = Pick<MetricAlarm & CompositeAlarm, "AlarmName" | "StateValue" | "ActionsEnabled"> & {
  readonly since?: Date | undefined;
};

async function describe(account: StatusAccount, region: string, wanted: readonly Wanted[]): Promise<There[]> {
  const { CloudWatchClient, DescribeAlarmsCommand } = await import("@aws-sdk/client-cloudwatch");
  const client = new CloudWatchClient(await account.options(region));
  const names = wanted.map(({ name }) => name);
  const parts = Array.from({ length: Math.ceil(names.length / most) }, (_, at) =>
    names.slice(at * most, (at + 1) * most),
  );
  const answers = await Promise.all(
    parts.map((AlarmNames) =>
      client.send(
        new DescribeAlarmsCommand({ AlarmNames, AlarmTypes: ["MetricAlarm", "CompositeAlarm"], MaxRecords: most }),
      ),
    ),
  );
  return answers
    .flatMap(({ MetricAlarms = [], CompositeAlarms = [] }) => [...MetricAlarms, ...CompositeAlarms])
    .map((alarm: MetricAlarm & CompositeAlarm) => ({
      ...alarm,
      since: alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp,
    }));
}

function seen(account: StatusAccount, stack: string, wanted: readonly Wanted[], there: readonly There[]): Seen[] {
  const of = (name: string) => there.find(({ AlarmName }) => AlarmName === name);
  const raised = wanted.filter(({ name }) => of(name)?.StateValue === "ALARM");
  const silent = wanted.filter(({ name, muted }) => !muted && of(name)?.ActionsEnabled === false);
  const gone = wanted.filter(({ name }) => !of(name)).map(({ name }) => name);
  const lines = [
    ...raised.map(({ name, region, text, critical }) => {
      const command = account.command(`cloudwatch describe-alarm-history --alarm-name ${shellWord(name)}`, region);
      return raisedSeen({ name, word: "in ALARM", since: of(name)?.since, text, critical, command });
    }),
    ...silent.map(({ name, region }) =>
      due(
        "its actions were switched off: it calls no one",
        account.command(`cloudwatch enable-alarm-actions --alarm-names ${shellWord(name)}`, region),
        { subject: name },
      ),
    ),
    ...(gone.length > 0
      ? [due(`${count(gone.length, "alarm")} of the settings not there: ${some(gone)}`, `npm run plan -- ${stack}`)]
      : []),
  ];
  const blind = there.filter(({ StateValue }) => StateValue === "INSUFFICIENT_DATA").length;
  if (lines.length > 0) return lines;
  return [ok(`${count(wanted.length, "alarm")} quiet${blind > 0 ? ` (${blind} without data)` : ""}`)];
}
