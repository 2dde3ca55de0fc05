import { release } from "../../../../operator/release/engine/release";
import { SimulatedOperator } from "../engine/simulated/operator";
import { request } from "../engine/simulated/scenarios";
import { World } from "../engine/simulated/world";

/** A release in which an alarm of the new side is raised and quiet again, in seconds after the new side began to start. */
async function withAlarm(from: number, until: number) {
  const world = new World();
  const operator = new SimulatedOperator(world);
  operator.context.platform.alarms = async (since) => {
    const began = world.running.green?.since;
    if (began === undefined) return [];
    const [raised, quiet] = [began + from * 1000, began + until * 1000];
    const isAlarm = world.now >= raised && world.now < quiet;
    return [{ name: "api-green-down", critical: true, side: "new", isAlarm, wasAlarm: isAlarm && raised < since }];
  };
  const steps = [
    { percent: 50, seconds: 900 },
    { percent: 100, seconds: 0 },
  ];
  const result = await world.pass(release(operator.context, { ...request, steps }));
  return { result, lines: operator.lines.join("\n") };
}

test("an alarm that the start of the new side has raised does not fail its first step, and is said", async () => {
  const { result, lines } = await withAlarm(10, 200);
  expect(result?.summary.status).toBe("completed");
  expect(lines).toContain("alarm api-green-down was raised: left out, its side was being started or stopped");
});

test.each([
  ["is still raised after five minutes", 10, 3000],
  ["is raised after the first shift", 120, 3000],
])("one that %s fails it", async (_, from, until) => {
  const { result } = await withAlarm(from, until);
  expect(result?.summary.status).toBe("rolled_back");
  expect(result?.summary.reason).toContain("alarm api-green-down was raised: critical, of the new side");
});
