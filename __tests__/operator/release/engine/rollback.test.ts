import { abort } from "../../../../operator/release/engine/abort";
import { stopOldSide } from "../../../../operator/release/engine/keep";
import { release } from "../../../../operator/release/engine/release";
import { resume } from "../../../../operator/release/engine/resume";
import { rollback } from "../../../../operator/release/engine/rollback";
import { releases, status } from "../../../../operator/release/engine/status";
import { history } from "../../../../operator/release/log/history";
import { type Fault, SimulatedOperator } from "./simulated/operator";
import { request } from "./simulated/scenarios";
import { World } from "./simulated/world";

const back = { keepMinutes: 15, checks: {}, metrics: true, reason: "errors at checkout" };

/** A world where this was released, one after the other. */
async function worldWith(...builds: string[]): Promise<World> {
  const world = new World();
  for (const build of builds) {
    const migrate = build.endsWith("m") ? "migrate" : undefined;
    const { context } = new SimulatedOperator(world);
    const result = await world.pass(release(context, { ...request, build, migrate }));
    expect(result?.summary.status).toBe("completed");
  }
  return world;
}

test("within the minutes that the old side is kept, it is one change of the weight", async () => {
  const world = await worldWith("app:2");
  const operator = new SimulatedOperator(world);
  const before = world.now;
  const result = await world.pass(rollback(operator.context, back));
  expect(result?.summary).toMatchObject({ status: "completed", kind: "rollback", build: "app:1", fromBuild: "app:2" });
  expect(world.shares()).toEqual({ "app:1": 100 });
  expect(world.pending()).toEqual([]);
  expect(operator.names.filter((name) => name.includes("UpdateService"))).toEqual([]);
  expect(operator.names.filter((name) => name === "after ModifyRule")).toHaveLength(1);
  // Nothing is waited for before the users are back; the components are judged with the finish of a release alone.
  expect(world.now).toBe(before);
  const [logged] = await history(operator.context.store, "aws-prod");
  expect(logged?.reason).toBe("errors at checkout");
});

test("a second one does not give users the bad build again, which takes its name", async () => {
  const world = await worldWith("app:2");
  const { context } = new SimulatedOperator(world);
  const first = await world.pass(rollback(context, back));
  expect(first?.lines.at(-1)).toContain("npm run rollback -- aws-prod --to its release takes back to it");
  const { effects } = world;
  await expect(world.pass(rollback(context, back))).rejects.toThrow(
    /^Users of aws-prod have app:1 since the rollback 000002, which took app:2 back: nothing was changed\. .*--to/,
  );
  expect(world.effects).toBe(effects);
  expect((await world.pass(status(context)))?.data.rollback_available).toBe(false);
  expect((await world.pass(releases(context)))?.data.map((one) => one.rollback_available)).toEqual([false, false]);
  expect((await world.pass(rollback(context, { ...back, to: "1" })))?.summary.build).toBe("app:2");
});

test("what is edited in the checkout is named, and holds nothing up where it cannot be seen", async () => {
  const named = await worldWith("app:2");
  const operator = new SimulatedOperator(named);
  const edited = { ...operator.context.state, pending: async () => ["update aws_sqs_queue.jobs"] };
  const lines: string[] = [];
  const confirm = async (shown: readonly string[]) => lines.push(...shown) > 0;
  await named.pass(rollback({ ...operator.context, state: edited, confirm }, back));
  expect(lines).toContain("Edited in this checkout, not deployed, and left out: update aws_sqs_queue.jobs");

  const unseen = await worldWith("app:2");
  const { context, lines: said } = new SimulatedOperator(unseen);
  const state = { ...context.state, pending: () => Promise.reject(new Error("locked by ann")) };
  expect((await unseen.pass(rollback({ ...context, state }, back)))?.summary.status).toBe("completed");
  expect(said).toContain("what is edited in this checkout could not be seen: locked by ann");
});

test("later the old image is started first", async () => {
  const world = await worldWith("app:2");
  world.now += 3_600_000;
  const operator = new SimulatedOperator(world);
  expect(await world.pass(stopOldSide(operator.context))).toContain("app:1 was stopped");
  expect(await world.pass(stopOldSide(operator.context))).toBeUndefined();
  const result = await world.pass(rollback(operator.context, back));
  expect(result?.summary.phases.map(({ name }) => name)).toEqual(["check", "start", "smoke", "reverse", "finish"]);
  expect(world.shares()).toEqual({ "app:1": 100 });
  expect(world.pending()).toEqual([]);
});

test("where a build is a version that is kept, one apply leads to it", async () => {
  const world = await worldWith("app:2", "app:3");
  const operator = new SimulatedOperator(world);
  const { platform } = operator.context;
  platform.direct = (_, build) => ({ image: build, next_percent: 0, components_image: build });
  const result = await world.pass(rollback(operator.context, { ...back, to: "1" }));
  expect(result?.summary).toMatchObject({ status: "completed", build: "app:2", fromBuild: "app:3" });
  expect(result?.summary.phases.map(({ name }) => name)).toEqual(["check", "reverse", "finish"]);
  expect(world.shares()).toEqual({ "app:2": 100 });
  expect(operator.names.filter((name) => name === "after apply image")).toHaveLength(1);
});

test("an old build that does not start any more leaves the users where they are", async () => {
  const world = await worldWith("app:2");
  world.now += 3_600_000;
  const operator = new SimulatedOperator(world);
  await world.pass(stopOldSide(operator.context));
  world.behaviours.set("app:1", { starts: undefined, errors: () => 1, ms: () => 1 });
  const result = await world.pass(rollback(operator.context, back));
  expect(result?.summary.status).toBe("failed");
  expect(world.shares()).toEqual({ "app:2": 100 });
  expect(world.pending()).toEqual([]);
});

test("back to the release before last, past a migration, which is said and not taken back", async () => {
  const world = await worldWith("app:2", "app:3m", "app:4");
  const operator = new SimulatedOperator(world);
  const result = await world.pass(rollback(operator.context, { ...back, to: "1" }));
  expect(result?.summary).toMatchObject({ status: "completed", build: "app:2", to: "000001" });
  expect(world.shares()).toEqual({ "app:2": 100 });
  expect(operator.lines.join("\n")).toContain("migrate of release 000002 is not taken back: app:2 must suit it");
  expect(world.tasks.size).toBe(1);
});

describe("what cannot be rolled back is refused, and nothing is changed", () => {
  const cases: [string, string | undefined, (world: World) => void, RegExp][] = [
    ["a release that there is not", "77", () => {}, /there is no release 000077/],
    ["a release that failed", "2", () => {}, /release 000002 is failed, expected one that completed/],
    ["the build that is live", "1", () => {}, /have app:2 already/],
    [
      "a build that no release gave",
      undefined,
      (world) => Object.assign(world, { values: { ...world.values, image: "app:9" } }),
      /have app:9, which is not what release 000001 gave them.*--to/,
    ],
  ];
  test.each(cases)("%s", async (_, to, change, message) => {
    const world = await worldWith("app:2");
    world.behaviours.set("app:3", { starts: undefined, errors: () => 0, ms: () => 1 });
    await world.pass(release(new SimulatedOperator(world).context, { ...request, build: "app:3" }));
    change(world);
    const { effects } = world;
    const operator = new SimulatedOperator(world);
    await expect(world.pass(rollback(operator.context, { ...back, to }))).rejects.toThrow(message);
    expect(world.effects).toBe(effects);
  });

  test("the first release", async () => {
    const world = new World();
    const operator = new SimulatedOperator(world);
    await expect(world.pass(rollback(operator.context, back))).rejects.toThrow("there is none to take back");
  });
});

test.each(["kill", "lost", "long lock", "short state", "long state", "long credentials", "ctrl-c", "hand"] as const)(
  "%s at every point of a rollback leaves one good end",
  async (fault: Fault) => {
    const released = await worldWith("app:2");
    const clean = released.copy();
    const counter = new SimulatedOperator(clean);
    await clean.pass(rollback(counter.context, back));
    const wrong: string[] = [];
    for (let point = 0; point < counter.points; point += 1) {
      const world = released.copy();
      const operator = new SimulatedOperator(world, { faults: new Map([[point, fault]]) });
      const work = rollback(operator.context, back).catch((error: Error) => error);
      await world.pass(work, () => operator.dead);
      world.now += 3_600_000;
      const later = new SimulatedOperator(world, { who: "bob" });
      await world.pass(resume(later.context));
      // A person may have set the weight after the last change.
      if (world.pending().length > 0) await world.pass(abort(later.context));
      const [last] = await history(later.context.store, "aws-prod");
      const build = String(world.values["image"]);
      const isEnd = last?.status !== "in_progress" && last?.manual === undefined && world.pending().length === 0;
      if (!isEnd || world.shares()[build] !== 100 || build !== expectedOf(last)) {
        wrong.push(`${point} ${operator.names[point]}: ${last?.status} ${build}`);
      }
    }
    expect(wrong).toEqual([]);
  },
);

/** The build that users have after a rollback, by how it ended. */
const expectedOf = (
  last: { readonly status: string; readonly build: string; readonly fromBuild: string } | undefined,
) => (last?.status === "completed" ? last.build : last?.fromBuild);
