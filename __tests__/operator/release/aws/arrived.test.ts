import { arrivedUntil } from "../../../../operator/release/aws/arrived";
import type { AwsClients } from "../../../../operator/release/aws/clients";
import { EcsPlatform } from "../../../../operator/release/aws/ecs-platform";
import { LambdaPlatform } from "../../../../operator/release/aws/lambda-platform";
import { fakeClient } from "./fake-client";
import { serviceTarget, side } from "./service-target";

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

describe("a platform gives the figures of both sides as far as they have arrived", () => {
  /** Metrics of which these minutes have arrived. */
  const cloudwatch = (arrived = [2, 1]) =>
    fakeClient({
      GetMetricData: ({ MetricDataQueries }) => {
        const [{ MetricStat }] = MetricDataQueries as [{ MetricStat: { Period: number } }];
        const Timestamps = arrived.map((at) => new Date(at * minute));
        return {
          MetricDataResults: MetricStat.Period === 60 ? [{ Id: "a0", Timestamps }] : [{ Id: "m0", Values: [90] }],
        };
      },
    });
  type Asked = ReturnType<typeof cloudwatch>["asked"];
  const windows = (asked: Asked) =>
    asked.slice(1).map(({ input }) => [Number(input["StartTime"]), Number(input["EndTime"])]);
  const now = () => 10 * minute;

  const ecs = async (client: unknown) => {
    const values = { image: "image", live: "live", next_percent: "next_percent" } as const;
    const service = serviceTarget({ green: side("green"), values });
    const target = { cluster: "c", load_balancer: "app/x/1", services: { api: service }, components: {} };
    const clients = { cloudwatch: client } as unknown as AwsClients;
    const state = async () => ({ image: "app:1", live: "blue", next_percent: 10 });
    return new EcsPlatform({ target: target as never, tasks: async () => ({}), clients, values: state, now });
  };
  const lambda = async (client: unknown) => {
    const functions = { chat: { function: "f", alias: "live", newest: "8", dead_letter_queue: "d" } };
    const target = async () => ({ platform: "lambda" as const, region: "eu-west-1", alarms: [], functions });
    const clients = { cloudwatch: client } as never;
    const values = async () => ({ chat_live_version: "7", chat_next_percent: 10 });
    return LambdaPlatform.of({ target, clients, values, now });
  };
  const platforms = [
    ["ECS", ecs],
    ["Lambda", lambda],
  ] as const;

  test("on ECS by the requests of the new side", async () => {
    const { client, asked } = cloudwatch();
    const platform = await ecs(client);
    expect(await platform.figures(minute, 6 * minute)).toMatchObject({ newSide: { requests: 90 }, to: 3 * minute });
    expect(JSON.stringify(asked[0]?.input)).toContain('{"Name":"TargetGroup","Value":"green"}');
    expect(windows(asked)).toEqual(Array(2).fill([minute, 3 * minute]));
  });

  test("of functions by the calls of any version", async () => {
    const { client, asked } = cloudwatch();
    const platform = await lambda(client);
    expect(await platform.figures(minute, 6 * minute)).toMatchObject({ newSide: { requests: 90 }, to: 3 * minute });
    expect(asked[0]?.input["MetricDataQueries"]).toHaveLength(2);
    expect(windows(asked)).toEqual(Array(2).fill([minute, 3 * minute]));
  });

  test.each(platforms)("%s has no requests where nothing has arrived, and reads none of the window", async (_, of) => {
    const { client, asked } = cloudwatch([]);
    const none = { requests: 0, errors: 0 };
    expect(await (await of(client)).figures(minute, 6 * minute)).toEqual({ newSide: none, liveSide: none, to: minute });
    expect(asked).toHaveLength(1);
  });

  test.each(platforms)("%s gives the whole time for a baseline: nothing reaches a side that is idle", async (_, of) => {
    const { client, asked } = cloudwatch([]);
    const found = await (await of(client)).figures(minute, 6 * minute, true);
    expect(found).toMatchObject({ liveSide: { requests: 90 }, to: 6 * minute });
    expect(windows([asked[0] as never, ...asked])).toEqual(Array(2).fill([minute, 6 * minute]));
  });
});
