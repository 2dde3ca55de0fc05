import { abort } from "../../../../operator/release/engine/abort";
import { release } from "../../../../operator/release/engine/release";
import { resume } from "../../../../operator/release/engine/resume";
import { ApplyError } from "../../../../operator/release/port/state";
import { SimulatedOperator } from "../engine/simulated/operator";
import { request } from "../engine/simulated/scenarios";
import { World } from "../engine/simulated/world";

/** A release whose new side has 25 % of the requests. */
async function at25() {
  const world = new World();
  const operator = new SimulatedOperator(world);
  const work = release(operator.context, request);
  work.catch(() => {});
  await world.pass(work, () => world.rule.green === 25);
  await world.pass(work, () => operator.lines.some((line) => line.includes("25 %: waiting")));
  return { world, operator, work, began: world.now };
}

test("a state that is locked does not keep the users on the new build", async () => {
  const { world, operator, work, began } = await at25();
  world.lockedUntil = world.now + 3_600_000;
  operator.interrupt();
  await world.pass(
    work.catch(() => {}),
    () => world.rule.green === 0,
  );
  expect((world.now - began) / 1000).toBeLessThanOrEqual(125);
  await expect(world.pass(work)).rejects.toThrow(
    /Release 000001 of aws-prod went back \(stopped by Ctrl-C.*\): all users have app:1 again\. The state could not be written: .*locked by bob.*--abort/,
  );
  world.now += 3_600_000;
  const later = new SimulatedOperator(world, { who: "bob" });
  expect((await world.pass(abort(later.context)))?.summary).toMatchObject({ status: "rolled_back" });
  expect(world.pending()).toEqual([]);
});

test("a lock that is given back in time does not end a release", async () => {
  const { world, operator, work } = await at25();
  // The next step is due in 90 s.
  world.lockedUntil = world.now + 150_000;
  expect((await world.pass(work))?.summary.status).toBe("completed");
  expect(operator.lines.join("\n")).toContain("locked by bob: tried again for 120 s");
});

test("a state that cannot be read for a minute does not end a release", async () => {
  const { world, operator, work } = await at25();
  // The next step is due in 90 s.
  world.stateUnreadableUntil = world.now + 150_000;
  expect((await world.pass(work))?.summary.status).toBe("completed");
  expect(operator.lines.join("\n")).toContain("SlowDown: tried again for 120 s");
});

test("a state that cannot be read does not keep the users on the new build: the way back by the API does not need it", async () => {
  const { world, operator, work, began } = await at25();
  world.stateUnreadableUntil = world.now + 3_600_000;
  // An apply whose end is not known: nothing of the state is known any more.
  await operator.context.state.apply({}, { lockTimeoutSeconds: 1, reason: "cut off" }).catch(() => {});
  operator.interrupt();
  await world.pass(
    work.catch(() => {}),
    () => world.rule.green === 0,
  );
  expect((world.now - began) / 1000).toBeLessThanOrEqual(125);
  await expect(world.pass(work)).rejects.toThrow(
    /all users have app:1 again\. The state could not be written: .*SlowDown/,
  );
  world.now += 3_600_000;
  const later = new SimulatedOperator(world, { who: "bob" });
  expect((await world.pass(abort(later.context)))?.summary).toMatchObject({ status: "rolled_back" });
  expect(world.pending()).toEqual([]);
});

test("a process that takes a release over and cannot read the state leads the users back all the same", async () => {
  const { world, operator } = await at25();
  operator.dead = true;
  world.now += 3_600_000;
  world.stateUnreadableUntil = world.now + 3_600_000;
  const { context } = new SimulatedOperator(world, { who: "bob" });
  await expect(world.pass(resume(context))).rejects.toThrow(
    /all users have app:1 again\. The state could not be written/,
  );
  expect(world.shares()).toEqual({ "app:1": 100 });
});

test("a plan that would change more stops the release at once", async () => {
  const world = new World();
  const operator = new SimulatedOperator(world);
  const { state } = operator.context;
  const apply = state.apply.bind(state);
  state.apply = async (values, options) => {
    if (options.reason.includes("25 %")) throw new ApplyError("beyond the release", "update aws_sqs_queue.jobs");
    return apply(values, options);
  };
  const work = release(operator.context, request);
  await world.pass(work, () => operator.lines.some((line) => line.startsWith("shift: 25 %")));
  const began = world.now;
  const result = await world.pass(work);
  expect(world.now).toBe(began);
  expect(result?.summary).toMatchObject({ status: "rolled_back", reason: "update aws_sqs_queue.jobs" });
  expect(world.pending()).toEqual([]);
});

test("a weight that can be neither read nor set is stuck, with the one call", async () => {
  const { world, operator, work } = await at25();
  const { platform } = operator.context;
  platform.readWeight = () => Promise.reject(new Error("AccessDenied"));
  const result = await world.pass(work);
  expect(result?.summary).toMatchObject({ status: "failed", manual: "aws elbv2 modify-rule … 0" });
  expect(result?.lines).toEqual([
    "Release 000001 of aws-prod is stuck: the weight cannot be read or set (cannot set the weight to 0 % by the API: AccessDenied).",
    "The share of users that have app:2 is not known. By hand: aws elbv2 modify-rule … 0",
    "With working credentials: npm run release -- aws-prod --abort",
  ]);
  const later = new SimulatedOperator(world, { who: "bob" });
  expect((await world.pass(abort(later.context)))?.summary?.status).toBe("rolled_back");
  expect(world.pending()).toEqual([]);
});

test("a log that cannot be written does not keep the users on the new build", async () => {
  const { world, operator, work } = await at25();
  operator.context.store.put = () => Promise.reject(new Error("SlowDown"));
  const end = await world.pass(work.catch((error: Error) => error));
  expect(String(end)).toContain("SlowDown");
  expect(world.shares()).toEqual({ "app:1": 100 });
  world.now += 3_600_000;
  const later = new SimulatedOperator(world, { who: "bob" });
  expect((await world.pass(resume(later.context)))?.summary.status).toBe("rolled_back");
});

test("a process that wakes up after another took its release over changes nothing more", async () => {
  const { world, operator, work } = await at25();
  world.now += 3_600_000;
  const later = new SimulatedOperator(world, { who: "bob" });
  const { points } = operator;
  const taken = resume(later.context);
  await expect(world.pass(work)).rejects.toThrow(/Release 000001 is run by bob on host-of-bob/);
  expect((await world.pass(taken))?.summary.status).toBe("rolled_back");
  expect(operator.points).toBe(points);
  expect(world.pending()).toEqual([]);
});

test("alarms that cannot be read end a release: they would pass as quiet", async () => {
  const { world, operator, work } = await at25();
  operator.context.platform.alarms = () => Promise.reject(new Error("AccessDenied"));
  expect((await world.pass(work))?.summary).toMatchObject({
    status: "rolled_back",
    reason: "cannot read the alarms: AccessDenied",
  });
});

test("metrics that cannot be read are silence, which goes back", async () => {
  const { world, operator, work } = await at25();
  operator.context.platform.figures = () => Promise.reject(new Error("Throttling"));
  const { summary } = (await world.pass(work)) ?? {};
  expect(summary?.status).toBe("rolled_back");
  expect(summary?.reason).toContain("release.on_silence is rollback");
  expect(operator.lines).toContain("  the metrics could not be read: Throttling");
});

test("what a cut-off apply has left is taken away once the state is written, also where the service gives no answer at first", async () => {
  const { world, operator, work } = await at25();
  const seen: unknown[] = [];
  operator.context.platform.tidy = async () => {
    seen.push(world.values["next_percent"]);
    if (seen.length === 1) throw new Error("Throttling");
    return ["a rule for probes is gone"];
  };
  operator.interrupt();
  expect((await world.pass(work))?.summary.status).toBe("rolled_back");
  expect(seen).toEqual([0, 0]);
  expect(operator.lines).toContain("a rule for probes is gone");
});

test("what cannot be taken away leaves the release open, and the next command takes it away", async () => {
  const { world, operator, work } = await at25();
  operator.context.platform.tidy = () => Promise.reject(new Error("AccessDenied"));
  operator.interrupt();
  await expect(world.pass(work)).rejects.toThrow(
    /all users have app:1 again\. .*cannot take away what no state knows: AccessDenied.*--abort/,
  );
  const later = new SimulatedOperator(world, { who: "bob" });
  world.now += 3_600_000;
  expect((await world.pass(abort(later.context)))?.summary).toMatchObject({ status: "rolled_back" });
});
