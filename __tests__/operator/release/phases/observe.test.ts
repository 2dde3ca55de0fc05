import { abort } from "../../../../operator/release/engine/abort";
import { release } from "../../../../operator/release/engine/release";
import { answerSeconds } from "../../../../operator/release/phases/question";
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

describe("while a person is to decide about silence", () => {
  /** A release that no user calls, at the question; the person is away. */
  async function unanswered(onSilence: "continue" | "rollback" = "rollback") {
    const world = new World();
    world.requestsPerSecond = 0;
    const operator = new SimulatedOperator(world);
    const signals: AbortSignal[] = [];
    const ask = (_: string, withdrawn: AbortSignal) => {
      signals.push(withdrawn);
      return new Promise<boolean>(() => {});
    };
    const work = release({ ...operator.context, ask }, { ...request, onSilence });
    await world.pass(work, () => signals.length > 0);
    return { world, work, signals, at: world.now };
  }

  test("the new build is judged all the same: one that fails then goes back, and the question is withdrawn", async () => {
    const { world, work, signals, at } = await unanswered();
    world.behaviours.set("app:2", { starts: 40, errors: () => 1, ms: () => 80 });
    const result = await world.pass(work);
    expect(result?.summary.reason).toMatch(/10 of 10 failed/);
    expect(world.now - at).toBeLessThan(60_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test("users who come meanwhile are enough to go on by", async () => {
    const { world, work, signals } = await unanswered();
    world.requestsPerSecond = 20;
    expect((await world.pass(work))?.summary.status).toBe("completed");
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });

  test("others see it watched, and end it with --abort", async () => {
    const { world, work, at } = await unanswered();
    const bob = new SimulatedOperator(world, { who: "bob" });
    await world.pass(abort(bob.context, "wrong build"));
    expect((await world.pass(work))?.summary.reason).toBe("bob ended it with --abort: wrong build");
    expect(world.now - at).toBeLessThan(30_000);
  });

  test.each([
    ["rollback", "rolled_back"],
    ["continue", "completed"],
  ] as const)("without an answer in time release.on_silence decides: %s", async (onSilence, status) => {
    const { world, work, at } = await unanswered(onSilence);
    const result = await world.pass(work);
    expect(result?.summary.status).toBe(status);
    if (status === "completed") return;
    expect(result?.summary.reason).toMatch(/no answer in 10 minutes: release.on_silence is rollback$/);
    expect(world.now - at).toBeLessThan((answerSeconds + 60) * 1000);
  });
});
