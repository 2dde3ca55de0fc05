import { assert, asyncProperty, constantFrom, integer, option, record, tuple } from "fast-check";
import { release } from "../../../../operator/release/engine/release";
import { type Fault, SimulatedOperator } from "./simulated/operator";
import { scenarios } from "./simulated/scenarios";
import { runWith } from "./simulated/settle";

/** A release in a simulated world: at any point anything may happen to its operator, two later processes bring it to one good end. */

const faults: readonly Fault[] = [
  "kill",
  "lost",
  "short lock",
  "long lock",
  "short credentials",
  "long credentials",
  "short state",
  "long state",
  "hand",
  "ctrl-c",
  "second",
];

/** The points of a release to which nothing happens, by what is done there. */
async function pointsOf(scenario: (typeof scenarios)[number]): Promise<readonly string[]> {
  const world = scenario.world(1);
  const operator = new SimulatedOperator(world);
  await world.pass(release(operator.context, scenario.request));
  return operator.names;
}

/** Whether a point is one of a long row of samples, of which one in fifteen is enough. */
function isRepeated(names: readonly string[], point: number): boolean {
  const around = names.slice(Math.max(0, point - 6), point + 6);
  return point % 15 !== 0 && around.length === 12 && around.every((name) => name.endsWith("put"));
}

describe.each(scenarios)("$name", (scenario) => {
  test("killed at every point, it has one good end", async () => {
    const names = await pointsOf(scenario);
    const wrong: string[] = [];
    for (const point of names.keys()) {
      if (isRepeated(names, point)) continue;
      const { operator, seconds, ends, wrong: found } = await runWith(scenario, new Map([[point, "kill"]]));
      expect(operator.dead).toBe(true);
      const isWayBack = ends[0]?.status === "rolled_back" && scenario.name !== "components that fail";
      if (isWayBack && seconds > 0) wrong.push(`${point} ${operator.names.at(-1)}: back after ${seconds} s`);
      if (found.length > 0) wrong.push(`${point} ${operator.names.at(-1)}: ${found.join(", ")}`);
    }
    expect(wrong).toEqual([]);
  });
});

test("any two faults of the operator, and one of the process after it, leave one good end", async () => {
  const points = new Map(await Promise.all(scenarios.map(async (one) => [one, await pointsOf(one)] as const)));
  const fault = record({ kind: constantFrom(...faults), at: integer({ min: 0, max: 999 }) });
  const property = asyncProperty(
    constantFrom(...scenarios),
    tuple(fault, fault),
    option(record({ kind: constantFrom(...faults), at: integer({ min: 0, max: 30 }) })),
    integer({ min: 1, max: 1e6 }),
    async (scenario, pair, later, seed) => {
      const count = points.get(scenario)?.length ?? 0;
      const at = new Map(pair.map(({ kind, at }) => [Math.floor((at * count) / 1000), kind]));
      const { wrong, operator } = await runWith(scenario, at, seed, new Map(later ? [[later.at, later.kind]] : []));
      const where = [...at].map(([point, kind]) => `${kind} at ${point} ${operator.names[point]}`);
      if (later) where.push(`later ${later.kind} at ${later.at}`);
      expect({ scenario: scenario.name, where, wrong }).toEqual({ scenario: scenario.name, where, wrong: [] });
    },
  );
  await assert(property, { numRuns: Number(process.env["RUNS"] ?? 150), seed: 14 });
});
