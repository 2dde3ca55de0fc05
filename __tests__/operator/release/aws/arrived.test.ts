import { arrivedUntil } from "../../../../operator/release/aws/arrived";
import { fakeClient } from "./fake-client";

const minute = 60_000;
const requests = {
  namespace: "AWS/ApplicationELB",
  metric: "RequestCount",
  stat: "Sum",
  dimensions: { TargetGroup: "g" },
};

/** Until when figures of minutes that began then have arrived, in minutes. */
async function arrived(begun: readonly number[], { until = 5, now = 10 } = {}) {
  const Timestamps = begun.map((at) => new Date(at * minute));
  const made = fakeClient({ GetMetricData: { MetricDataResults: [{ Id: "a0", Timestamps }, { Id: "a1" }] } });
  const to = await arrivedUntil(made.client, [requests, requests], minute, until * minute, now * minute);
  return { to: to / minute, asked: made.asked };
}

test.each<[string, number[], { now?: number }, number]>([
  ["all of it", [4, 3, 2, 1], {}, 5],
  ["without its last minute", [3, 2, 1], {}, 4],
  ["minutes without requests are no gap", [4, 1], {}, 5],
  ["nothing", [], {}, 1],
  ["a minute that is still gathered is left to the next look", [4, 3, 2, 1], { now: 5.5 }, 4],
])("%s", async (_, begun, more, to) => {
  expect((await arrived(begun, more)).to).toBe(to);
});

test("each minute is looked at by itself, and none before the first is over", async () => {
  const { asked } = await arrived([1], { now: 4.2 });
  expect(asked[0]?.input).toMatchObject({
    StartTime: new Date(minute),
    EndTime: new Date(3 * minute),
    MetricDataQueries: [{ MetricStat: { Period: 60 } }, { MetricStat: { Period: 60 } }],
  });
  expect((await arrived([1], { now: 2 })).asked).toEqual([]);
});
