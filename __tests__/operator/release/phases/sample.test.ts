import { release } from "../../../../operator/release/engine/release";
import { strategies } from "../../../../operator/release/judge/strategies";
import type { ReleaseRequest } from "../../../../operator/release/run/request";
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

describe("metrics that are of whole minutes and late", () => {
  /** A release by steps of a minute, whose figures arrive some seconds late; and the windows that it read. */
  async function late(seconds: number, wanted: Partial<ReleaseRequest> = {}) {
    const world = new World();
    // A shift begins in the middle of a minute.
    world.now += 17_000;
    const operator = new SimulatedOperator(world);
    const { platform } = operator.context;
    const { figures, probe } = platform;
    const read: { readonly from: number; readonly until: number }[] = [];
    const probed: number[] = [];
    platform.probe = async (requests) => {
      probed.push(world.now);
      return probe(requests);
    };
    platform.figures = async (from, until) => {
      // The baseline before the release is of no step.
      if (probed.length > 0) read.push({ from, until });
      const arrived = Math.floor((world.now - seconds * 1000) / 60_000) * 60_000;
      const to = Math.min(until, Math.max(from, arrived));
      return { ...(await figures(from, to)), to };
    };
    const result = await world.pass(release(operator.context, { ...request, ...wanted }));
    return { result, read, probed, lines: operator.lines };
  }
  const canary = strategies.canary.steps;

  test("a canary by minutes reads its own whole minute, waits until that has arrived, and says so", async () => {
    const { result, read, lines } = await late(90, { strategy: "canary", steps: [...canary] });
    expect(result?.summary.status).toBe("completed");
    for (const { from, until } of read) expect([from % 60_000, until % 60_000]).toEqual([0, 0]);
    const windows = new Map(read.map(({ from, until }) => [from, until]));
    const minutes = [...windows].map(([from, until]) => (until - from) / 60_000);
    expect(minutes).toEqual([1, 1, 1, 1, 1, 15]);
    expect(lines.join("\n")).toMatch(
      /10 %: waiting; .*users: the figures of \d\d:\d\d to \d\d:\d\d UTC have not arrived yet/,
    );
    expect(lines.join("\n")).not.toContain("prolonged");
  });

  test("no window has a minute in which the smoke test or a step before asked", async () => {
    const { read, probed } = await late(90, { strategy: "canary", steps: [...canary] });
    const [smoke = 0] = probed;
    for (const { from } of read) expect(from).toBeGreaterThan(smoke);
    const windows = [...new Map(read.map(({ from, until }) => [from, until]))];
    for (const [index, [from]] of windows.entries()) expect(from).toBeGreaterThanOrEqual(windows[index - 1]?.[1] ?? 0);
  });

  test("while it waits, a sample is taken each 30 seconds, and not more", async () => {
    const { probed } = await late(150);
    const [, ...samples] = probed;
    for (const [index, at] of samples.slice(1).entries())
      expect(at - (samples[index] ?? 0)).toBeGreaterThanOrEqual(1000);
    const near = samples.filter((at, index) => at - (samples[index - 1] ?? 0) < 29_000);
    // The one at the very end of a step or of the watch alone.
    expect(near.length).toBeLessThanOrEqual(3);
  });

  test("what never arrives is waited for three minutes, then it is silence", async () => {
    const { result, lines } = await late(3600);
    expect(result?.summary.status).toBe("rolled_back");
    expect(lines.join("\n")).toContain("UTC have not arrived in 180 s: judged without them");
  });
});
