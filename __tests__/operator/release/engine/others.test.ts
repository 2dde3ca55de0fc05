import { abort, promote } from "../../../../operator/release/engine/abort";
import { guard } from "../../../../operator/release/engine/guard";
import { release } from "../../../../operator/release/engine/release";
import { resume } from "../../../../operator/release/engine/resume";
import { rollback } from "../../../../operator/release/engine/rollback";
import { releases, status } from "../../../../operator/release/engine/status";
import { SimulatedOperator } from "./simulated/operator";
import { request } from "./simulated/scenarios";
import { other, World } from "./simulated/world";

/** A release of ann that is at this share, and bob, who looks on. */
async function releasing(percent = 25) {
  const world = new World();
  const ann = new SimulatedOperator(world);
  const work = release(ann.context, request);
  work.catch(() => {});
  const isThere = () => world.rule[other(world.live)] === percent;
  await world.pass(work, isThere);
  return { world, ann, work, bob: new SimulatedOperator(world, { who: "bob" }) };
}

/** The same, with ann killed. */
async function left(percent = 25) {
  const all = await releasing(percent);
  all.ann.dead = true;
  all.world.now += 3_600_000;
  return all;
}

const ended = async ({ world, work }: { world: World; work: Promise<unknown> }) =>
  world.pass(work) as ReturnType<typeof release>;

test("a second release is refused while one runs, and says who runs it", async () => {
  const { world, work, bob } = await releasing();
  await expect(world.pass(release(bob.context, { ...request, build: "app:3" }))).rejects.toThrow(
    /Release 000001 of aws-prod \(app:2\) is run by ann on host-of-ann, until .*--abort/,
  );
  expect((await ended({ world, work })).summary.status).toBe("completed");
});

test("--abort of another asks the operator, who goes back", async () => {
  const { world, work, bob } = await releasing();
  const wanted = await world.pass(abort(bob.context, "complaints"));
  expect(wanted?.lines).toEqual(["Release 000001 of aws-prod: rolled_back. All users have app:1."]);
  const { summary } = await ended({ world, work });
  expect(summary).toMatchObject({ status: "rolled_back", reason: "bob ended it with --abort: complaints" });
  expect(world.shares()).toEqual({ "app:1": 100 });
});

test("--abort --own leaves the release of another alone, and takes back one that was begun here", async () => {
  const { world, work, ann, bob } = await releasing();
  const refused = await world.pass(abort(bob.context, undefined, true));
  expect(refused?.lines[0]).toMatch(/^No release of aws-prod that was begun here goes on/);
  expect((await ended({ world, work })).summary.status).toBe("completed");

  const left = await releasing();
  left.ann.dead = true;
  const again = { ...left.bob.context, operator: { ...left.bob.context.operator, who: "ann", host: "host-of-ann" } };
  expect((await left.world.pass(abort(again, undefined, true)))?.summary?.status).toBe("rolled_back");
  expect((await world.pass(abort(ann.context, undefined, true)))?.lines[0]).toMatch(/nothing to end/);
});

test("--abort takes over a release whose operator falls silent", async () => {
  const { world, ann, bob } = await releasing();
  ann.dead = true;
  const end = await world.pass(abort(bob.context));
  expect(end?.summary?.status).toBe("rolled_back");
  expect(bob.lines).toContain("ann on host-of-ann does not answer: taking the release over");
  expect(world.pending()).toEqual([]);
});

test("a process that is seen to have ended is not waited for", async () => {
  const { world, ann, bob } = await releasing();
  ann.dead = true;
  const before = world.now;
  const result = await world.pass(resume({ ...bob.context, hasEnded: ({ who }) => who === "ann" }));
  expect(result?.summary.status).toBe("rolled_back");
  expect(world.now).toBe(before);
});

test("--promote takes one more sample, skips the step, and records who did it", async () => {
  const { world, work, bob } = await releasing();
  const answer = await world.pass(promote(bob.context));
  expect(answer?.lines[0]).toContain("the rest is skipped by bob (--promote); the last sample: probes: 0 of 10 failed");
  const { summary } = await ended({ world, work });
  expect(summary.phases.find(({ name }) => name === "25 %")?.skippedBy).toBe("bob");
  expect(summary.status).toBe("completed");
});

test("--promote of a build that fails just then takes it back instead", async () => {
  const { world, work, bob } = await releasing();
  world.behaviours.set("app:2", { errors: () => 1, ms: () => 80 });
  const answer = await world.pass(promote(bob.context));
  expect(answer?.lines[0]).toContain("Release 000001 goes back instead: in the step of 25 %");
  expect((await ended({ world, work })).summary.status).toBe("rolled_back");
});

test("--promote is refused where no step runs", async () => {
  const world = new World();
  const { context } = new SimulatedOperator(world);
  await expect(world.pass(promote(context))).rejects.toThrow("No process runs a release of aws-prod");
});

test("Ctrl-C takes a release back, and a build that was shifted by hand goes back too", async () => {
  const stopped = await releasing();
  stopped.ann.interrupt();
  expect((await ended(stopped)).summary).toMatchObject({
    status: "rolled_back",
    reason: "stopped by Ctrl-C or a signal",
  });
  const byHand = await releasing();
  Object.assign(byHand.world.rule, { blue: 30, green: 70 });
  const { summary } = await ended(byHand);
  expect(summary.reason).toContain("the new side has 70 %, not 25 %: it was set outside of this release");
  expect(byHand.world.pending()).toEqual([]);
});

test("an alarm takes a release back, and the next release is refused until it is named with --despite", async () => {
  const { world, work } = await releasing();
  world.alarmsRaised = ["app-5xx"];
  expect((await ended({ world, work })).summary.reason).toContain("alarm app-5xx was raised");
  const again = await world.pass(release(new SimulatedOperator(world).context, request));
  expect(again?.summary).toMatchObject({ status: "aborted" });
  expect(again?.summary.reason).toContain("add --despite app-5xx");
  const despite = { ...request, despite: ["app-5xx"] };
  expect((await world.pass(release(new SimulatedOperator(world).context, despite)))?.summary.status).toBe("completed");
});

test("on a terminal a person decides about silence", async () => {
  for (const [answers, expected] of [
    [true, "completed"],
    [false, "rolled_back"],
  ] as const) {
    const world = new World();
    world.requestsPerSecond = 0;
    const { context } = new SimulatedOperator(world, { answers });
    expect((await world.pass(release(context, request)))?.summary.status).toBe(expected);
  }
});

test("a release that was left goes on with --resume where nothing has changed since", async () => {
  const { world, bob } = await left(50);
  const result = await world.pass(resume(bob.context, { goOn: true, build: "app:2" }));
  expect(result?.summary).toMatchObject({ status: "completed", who: "ann", host: "host-of-bob" });
  expect(world.shares()).toEqual({ "app:2": 100 });
});

describe("--resume takes the release back instead", () => {
  const cases: [string, (all: Awaited<ReturnType<typeof left>>) => string | undefined, RegExp][] = [
    ["for another build", () => "app:3", /it releases app:2, wanted is app:3/],
    [
      "with another configuration",
      ({ bob }) => void Object.assign(bob.context.state, { configHash: () => "other" }),
      /the configuration is another/,
    ],
    [
      "with weights that were set by hand",
      ({ world }) => void Object.assign(world.rule, { blue: 1, green: 99 }),
      /the new side has 99 %/,
    ],
  ];
  test.each(cases)("%s", async (_, change, reason) => {
    const all = await left(50);
    const result = await all.world.pass(resume(all.bob.context, { goOn: true, build: change(all) }));
    expect(result?.summary.status).toBe("rolled_back");
    expect(result?.summary.reason).toMatch(reason);
    expect(all.world.pending()).toEqual([]);
  });
});

test("a release that was left is taken back before a new one, which needs another command", async () => {
  const { world, bob } = await left();
  const result = await world.pass(release(bob.context, { ...request, build: "app:3" }));
  expect(result?.summary).toMatchObject({ id: "000001", status: "rolled_back" });
  expect(result?.lines.at(-1)).toContain("Run the command again to begin a new one");
  const next = await world.pass(release(bob.context, { ...request, build: "app:3" }));
  expect(next?.summary).toMatchObject({ id: "000002", status: "completed" });
});

test("a weight that no release set is refused, shown, and set to the state's by --abort", async () => {
  const world = new World();
  Object.assign(world.rule, { blue: 60, green: 40 });
  const { context } = new SimulatedOperator(world);
  await expect(world.pass(release(context, request))).rejects.toThrow(
    /the new side has 40 %, the state says 0 % \(live: app:1\).*--abort/,
  );
  expect((await world.pass(status(context)))?.lines.join("\n")).toContain("app:1 is live, the new side has 40 %");
  const end = await world.pass(abort(context));
  expect(end?.lines[0]).toContain("had 40 %; it has 0 % now");
  expect((await world.pass(abort(context)))?.lines[0]).toContain("There is nothing to end");
});

test("without credentials in mid-shift a release is stuck, every command names the one call, and --abort ends it", async () => {
  const { world, work } = await releasing();
  world.withoutCredentialsUntil = world.now + 128_000;
  // They are back when the record is written, and not yet when the weight is.
  const { summary } = await ended({ world, work });
  expect(summary).toMatchObject({ status: "failed", manual: "aws elbv2 modify-rule … 0" });
  const { context } = new SimulatedOperator(world, { who: "bob" });
  world.now += 600_000;
  const named = /requires manual intervention.*aws elbv2 modify-rule … 0/;
  await expect(world.pass(release(context, request))).rejects.toThrow(named);
  await expect(world.pass(rollback(context, { keepMinutes: 1, checks: {}, metrics: true }))).rejects.toThrow(named);
  expect((await world.pass(guard(context, "deploy")))?.lines.join()).toMatch(named);
  expect((await world.pass(status(context)))?.lines.join("\n")).toMatch(named);
  expect((await world.pass(abort(context)))?.summary?.status).toBe("rolled_back");
  expect(world.pending()).toEqual([]);
  expect(await world.pass(guard(context, "deploy"))).toEqual({ refused: false, lines: [] });
});

test.each(["deploy", "destroy", "rollback --to"] as const)(
  "%s is refused during a release, and after one was left",
  async (command) => {
    const watched = await releasing();
    const during = await watched.world.pass(guard(watched.bob.context, command));
    expect(during).toMatchObject({ refused: true });
    expect(during?.lines[0]).toContain(`${command} is refused during a release. Release 000001 of aws-prod`);
    const { world, bob } = await left();
    const after = await world.pass(guard(bob.context, command));
    expect(after?.lines[0]).toContain(
      "was left by its operator. Take it back with npm run release -- aws-prod --abort",
    );
    expect(after?.refused).toBe(true);
  },
);

test("status and history have every phase, its figures, and what can be done", async () => {
  const { world, work, bob } = await releasing();
  const during = await world.pass(status(bob.context));
  expect(during?.data).toMatchObject({
    build: "app:1",
    weight: { real: 25, state: 25 },
    watcher: { who: "ann" },
    release: { status: "in_progress" },
  });
  await ended({ world, work });
  const shown = await world.pass(releases(bob.context));
  expect(shown?.data[0]).toMatchObject({
    id: "000001",
    status: "completed",
    rollback_available: true,
    requires_manual_intervention: false,
  });
  expect(shown?.data[0]?.phases.map(({ name, is }) => `${name} ${is}`)).toEqual([
    "check done",
    "start done",
    "smoke done",
    "25 % done",
    "50 % done",
    "100 % done",
    "watch done",
    "finish done",
  ]);
  expect(shown?.data[0]?.figures.map(({ percent, figures }) => [percent, figures?.newSide.requests])).toEqual([
    [25, 600],
    [50, 1200],
    [100, 18000],
  ]);
  world.now += 3_600_000;
  const after = await world.pass(status(bob.context));
  expect(after?.data).toMatchObject({ rollback_available: false, stop_due: true });
});

test("a release that ends early leaves the kept side of the one before as it was", async () => {
  const { world, work, bob } = await releasing();
  await ended({ world, work });
  const wanted = { ...request, build: "app:3", require: ["scan"] as const };
  const refused = await world.pass(release(bob.context, wanted));
  expect(refused?.summary.status).toBe("aborted");
  expect((await world.pass(status(bob.context)))?.data).toMatchObject({ rollback_available: true, stop_due: false });
  const shown = await world.pass(releases(bob.context));
  expect(shown?.data.map((one) => one.rollback_available)).toEqual([false, true]);
  world.now += 3_600_000;
  expect((await world.pass(guard(bob.context, "deploy")))?.lines[0]).toContain(
    "app:1 is no longer kept and still runs",
  );
  expect((await world.pass(abort(bob.context)))?.lines[1]).toContain("app:1 was stopped");
  expect((await world.pass(status(bob.context)))?.data.stop_due).toBe(false);
});
