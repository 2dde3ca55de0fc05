import { release } from "../../../../operator/release/engine/release";
import { SimulatedOperator } from "../engine/simulated/operator";
import { request } from "../engine/simulated/scenarios";
import { World } from "../engine/simulated/world";

test("after a pause the samples that were missed are not taken in a burst: one slow moment is one issue", async () => {
  const world = new World();
  const operator = new SimulatedOperator(world);
  const { platform } = operator.context;
  const { probe } = platform;
  const sent: number[] = [];
  platform.probe = (requests) => {
    sent.push(world.now);
    return probe(requests);
  };
  const steps = [
    { percent: 50, seconds: 7200 },
    { percent: 100, seconds: 0 },
  ];
  const work = release(operator.context, { ...request, steps });
  await world.pass(work, () => operator.lines.some((line) => line.includes("50 %: waiting")));
  // The machine sleeps for an hour, and is slow for the ten seconds after.
  world.now += 3_600_000;
  const woke = world.now;
  world.behaviours.set("app:2", { starts: 40, errors: () => 0, ms: () => (world.now < woke + 10_000 ? 1500 : 80) });
  expect((await world.pass(work))?.summary.status).toBe("completed");
  const after = sent.filter((at) => at >= woke);
  expect((after[1] ?? 0) - (after[0] ?? 0)).toBeGreaterThanOrEqual(30_000);
});
