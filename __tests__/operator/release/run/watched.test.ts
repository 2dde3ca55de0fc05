import { release } from "../../../../operator/release/engine/release";
import { resume } from "../../../../operator/release/engine/resume";
import { SimulatedOperator } from "../engine/simulated/operator";
import { request } from "../engine/simulated/scenarios";
import { World } from "../engine/simulated/world";

/** The newest entry of the log of a world. */
function newest({ objects }: World): { readonly type: string; readonly until: string } {
  const name = [...objects.keys()].sort(
    (a, b) => Number(/(\d+)\.json/.exec(a)?.[1]) - Number(/(\d+)\.json/.exec(b)?.[1]),
  );
  return JSON.parse(objects.get(name.at(-1) ?? "") ?? "{}");
}

/** Lets the work pass. @returns the moments at which a process on another host would have taken the release over */
async function unwatched(world: World, work: Promise<unknown>): Promise<string[]> {
  const found: string[] = [];
  await world.pass(work, () => {
    const { type, until } = newest(world);
    const isOver = until !== undefined && type !== "final" && Date.parse(until) <= world.now;
    if (isOver) found.push(`${type} until ${until}, now ${new Date(world.now).toISOString()}`);
    return false;
  });
  return found;
}

test("a release whose probes all take as long as they may is watched at every moment", async () => {
  const world = new World();
  const { context } = new SimulatedOperator(world);
  const { probe } = context.platform;
  context.platform.probe = async (requests) => {
    for (let sent = 0; sent < requests; sent += 1) await world.sleep(5000);
    return probe(requests);
  };
  expect(await unwatched(world, release(context, request))).toEqual([]);
});

test("a release with a service that gives no answer for two minutes is watched too", async () => {
  const world = new World();
  const { context } = new SimulatedOperator(world);
  const { alarms } = context.platform;
  let fails: number | undefined;
  context.platform.alarms = async (since) => {
    if (world.rule.green >= 50) fails ??= world.now + 115_000;
    if (world.now < (fails ?? 0)) throw new Error("Throttling");
    for (let waited = 0; waited < 12; waited += 1) await world.sleep(5000);
    return alarms(since);
  };
  expect(await unwatched(world, release(context, request))).toEqual([]);
});

test("who takes a release over at its finish is watched until the components were judged", async () => {
  const world = new World();
  const operator = new SimulatedOperator(world);
  const work = release(operator.context, request);
  await world.pass(work, () => operator.lines.some((line) => line.startsWith("finish:")));
  operator.dead = true;
  world.now += 3_600_000;
  const { context } = new SimulatedOperator(world, { who: "bob" });
  const { rollout } = context.platform;
  const ready = world.now + 290_000;
  context.platform.rollout = async (of) =>
    of === "components" && world.now < ready ? { is: "rolling", seen: [] } : rollout(of);
  expect(await unwatched(world, resume(context))).toEqual([]);
});
