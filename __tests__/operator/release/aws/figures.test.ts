import { alarmFigures } from "../../../../operator/release/aws/alarms";
import { targetGroupFigures } from "../../../../operator/release/aws/figures";
import { fakeClient } from "./fake-client";

const place = { loadBalancer: "app/x/1", targetGroup: "targetgroup/green/2", cluster: "c", service: "api-green" };
const minute = 60_000;

function asked(values: readonly number[][]) {
  return fakeClient({
    GetMetricData: { MetricDataResults: values.map((Values, index) => ({ Id: `m${index}`, Values })) },
  });
}

test("errors are answers of 5xx and broken connections, times are milliseconds", async () => {
  const { client, asked: calls } = asked([[120], [5], [1], [0.42], [61]]);
  expect(await targetGroupFigures(client, place, 0, 5 * minute)).toEqual({
    requests: 120,
    errors: 6,
    p95: 420,
    cpuPercent: 61,
  });
  const [{ input }] = calls as [(typeof calls)[number]];
  const queries = input["MetricDataQueries"] as { MetricStat: { Metric: object; Period: number; Stat: string } }[];
  expect(queries.map(({ MetricStat: { Stat } }) => Stat)).toEqual(["Sum", "Sum", "Sum", "p95", "Average"]);
  expect(queries[0]?.MetricStat).toMatchObject({
    Period: 300,
    Metric: {
      Namespace: "AWS/ApplicationELB",
      Dimensions: [
        { Name: "TargetGroup", Value: "targetgroup/green/2" },
        { Name: "LoadBalancer", Value: "app/x/1" },
      ],
    },
  });
});

test("a window that came back in parts is one, and without data there are no requests and no times", async () => {
  expect(await targetGroupFigures(asked([[20, 30], [1, 0], [], [0.1, 0.3], []]).client, place, 30_000, 90_000)).toEqual(
    {
      requests: 50,
      errors: 1,
      p95: 300,
    },
  );
  expect(await targetGroupFigures(asked([[], [], [], [], []]).client, place, 0, minute)).toEqual({
    requests: 0,
    errors: 0,
  });
});

const alarm = (AlarmName: string, StateValue: string, at: number) => ({
  AlarmName,
  StateValue,
  StateTransitionedTimestamp: new Date(at),
});

test("an alarm that was raised before the release began is known as such", async () => {
  const MetricAlarms = [alarm("old", "ALARM", 1000), alarm("new", "ALARM", 3000), alarm("quiet", "OK", 3000)];
  const { client } = fakeClient({ DescribeAlarms: { MetricAlarms } });
  const names = [{ name: "old" }, { name: "new", side: "new" as const }, { name: "quiet" }, { name: "gone" }];
  expect(await alarmFigures(client, names, 2000)).toEqual([
    { name: "old", critical: true, wasAlarm: true, isAlarm: true },
    { name: "new", critical: true, wasAlarm: false, isAlarm: true, side: "new" },
    { name: "quiet", critical: true, wasAlarm: false, isAlarm: false },
  ]);
});
