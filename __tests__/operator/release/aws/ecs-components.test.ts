import type { AwsClients } from "../../../../operator/release/aws/clients";
import { componentFigures } from "../../../../operator/release/aws/ecs-components";
import type { ReleaseTarget } from "../../../../stacks/aws/release-target";
import { fakeClient } from "./fake-client";

const minute = 60_000;
const since = 100 * minute;
const target = {
  cluster: "cluster",
  components: { worker: { service: "worker", log_group: "/ecs/worker", image: "image", queue: "jobs" } },
} as unknown as ReleaseTarget;

/** The figure of the oldest message, by its age before the finish and since, in seconds. */
async function oldest(before: number | undefined, after: number | undefined, minutes: number) {
  const { client: cloudwatch } = fakeClient({
    GetMetricData: ({ EndTime }) => {
      const value = (EndTime as Date).getTime() <= since ? before : after;
      return { MetricDataResults: [{ Id: "m0", Values: value === undefined ? [] : [value] }] };
    },
  });
  const { client: ecs } = fakeClient({ DescribeServices: { services: [] } });
  const clients = { cloudwatch, ecs } as unknown as AwsClients;
  const figures = await componentFigures(clients, target, since, since + minutes * minute);
  const found = figures.find(({ what }) => what.startsWith("oldest message"));
  return found?.value === undefined ? "unknown" : found.value > found.limit ? "failed" : "fine";
}

test.each([
  ["a queue that is worked off", 20, 40, "fine"],
  ["one that the new build does not work off", 20, 310, "failed"],
  ["one whose figures before are not known", undefined, 310, "failed"],
  ["a backlog from before the release, which is worked off", 4000, 4100, "fine"],
  ["a backlog whose messages grow old as the time passes", 4000, 4300, "fine"],
  ["one that had no backlog before", 290, 900, "failed"],
  ["a queue without figures", 4000, undefined, "unknown"],
] as const)("the oldest message of %s", async (_, before, after, is) => {
  expect(await oldest(before, after, 5)).toBe(is);
});
