import { endOf } from "../../../../operator/commands/with-release";
import { release } from "../../../../operator/release/engine/release";
import { rollback } from "../../../../operator/release/engine/rollback";
import { history } from "../../../../operator/release/log/history";
import type { ReleaseRequest } from "../../../../operator/release/run/request";
import { SimulatedOperator } from "./simulated/operator";
import { request } from "./simulated/scenarios";
import { World } from "./simulated/world";

const commit = "c".repeat(40);

/** A world whose users have app:2, by release 000001. */
async function released(): Promise<World> {
  const world = new World();
  await world.pass(release(new SimulatedOperator(world).context, request));
  return world;
}

/** The same release again, in the same world. */
async function again(world: World, more: Partial<ReleaseRequest> = {}) {
  const operator = new SimulatedOperator(world, { who: "bob" });
  const before = { effects: world.effects, objects: world.objects.size };
  const result = await world.pass(release(operator.context, { ...request, ...more }));
  const changed = { effects: world.effects - before.effects, objects: world.objects.size - before.objects };
  return { result, changed };
}

test("a release of the image that users have ends well, says since when, and changes nothing", async () => {
  const world = await released();
  const { result, changed } = await again(world);
  expect(result).toMatchObject({
    lines: ["nothing to release: users of aws-prod have app:2 since release 000001"],
    summary: { id: "000001", status: "completed" },
    released: false,
  });
  expect(changed).toEqual({ effects: 0, objects: 0 });
});

test("after a rollback it is since that, and the build that was taken back is a release as before", async () => {
  const world = await released();
  const back = { keepMinutes: 15, checks: {}, metrics: true };
  await world.pass(rollback(new SimulatedOperator(world).context, back));
  const { result } = await again(world, { build: "app:1" });
  expect(result?.lines).toEqual(["nothing to release: users of aws-prod have app:1 since release 000002"]);
  const more = await again(world);
  expect(more.result?.released).toBeUndefined();
  expect(more.result?.summary).toMatchObject({ id: "000003", status: "completed" });
});

test("a release that was left in its finish and is of another build is not what was wanted", async () => {
  const world = new World();
  const ann = new SimulatedOperator(world);
  const left = release(ann.context, request);
  left.catch(() => {});
  await world.pass(left, () => world.values["image"] === "app:2");
  ann.dead = true;
  world.now += 4 * 3_600_000;
  const { result } = await again(world, { build: "app:3" });
  expect(result?.summary).toMatchObject({ id: "000001", status: "completed", build: "app:2" });
  expect(result && endOf(result).good).toBe(false);
  const { result: nothing } = await again(world);
  expect(nothing && endOf(nothing)).toMatchObject({ good: true, data: { id: "000001", released: false } });
});

describe("is refused, and changes nothing, where", () => {
  const refused: [string, (world: World) => void, Partial<ReleaseRequest>, RegExp][] = [
    [
      "the weights were changed by hand",
      ({ rule }) => Object.assign(rule, { blue: 50, green: 50 }),
      {},
      /changed outside/,
    ],
    [
      "an alarm is raised",
      (world) => world.alarmsRaised.push("app-5xx"),
      {},
      /have app:2 already, and\n {2}alarms: app-5xx/,
    ],
    [
      "a check fails",
      ({ behaviours }) => behaviours.set("app:2", { errors: () => 1, ms: () => 80 }),
      {},
      /\/health answered 500/,
    ],
    ["a requirement is not given", () => {}, { require: ["scan"] }, /scan: required by release.require and not given/],
    ["the plan is not empty", ({ running }) => Object.assign(running, { green: undefined }), {}, /plan: deploy first/],
  ];

  test.each(refused)("%s", async (_, change, more, message) => {
    const world = await released();
    change(world);
    const objects = world.objects.size;
    await expect(again(world, more)).rejects.toThrow(message);
    expect(world.objects.size).toBe(objects);
  });

  test("no release gave users what they have: there is no evidence of it", async () => {
    await expect(again(new World(), { build: "app:1" })).rejects.toThrow(
      "All users of aws-prod have app:1 already by no release (its log has none completed)",
    );
    const world = await released();
    world.values = { ...world.values, image: "app:9" };
    Object.assign(world.running, { green: { build: "app:9", since: 0 } });
    await expect(again(world, { build: "app:9" })).rejects.toThrow("000001, gave them app:2");
  });

  test("another process has begun a release meanwhile", async () => {
    const world = await released();
    const eve = new SimulatedOperator(world, { who: "eve" });
    const begins = async () => {
      const work = release(eve.context, { ...request, build: "app:3" });
      work.catch(() => {});
      await world.pass(work, () => eve.names.length > 1);
      return [];
    };
    const { context } = new SimulatedOperator(world, { who: "bob" });
    const state = { ...context.state, pending: begins };
    await expect(world.pass(release({ ...context, state }, request))).rejects.toThrow(
      "000002 of aws-prod has just begun",
    );
  });
});

describe("functions", () => {
  /** A platform whose builds are what is published. */
  const functions = (world: World, hasNew: () => boolean) => {
    const operator = new SimulatedOperator(world, { who: "bob" });
    Object.assign(operator.context.platform, { hasNew: async () => hasNew() });
    return operator;
  };

  test("where the checkout publishes nothing, and no version waits, it is known before anything is changed", async () => {
    const world = await released();
    const { effects } = world;
    const { context } = functions(world, () => false);
    const result = await world.pass(release(context, { ...request, build: commit }));
    expect(result?.lines).toEqual([
      `nothing to release: users of aws-prod have app:2 since release 000001, whose functions are those of ${commit}`,
    ]);
    expect([result?.summary.status, result?.released, world.effects - effects]).toEqual(["completed", false, 0]);
  });

  test("where the apply has published nothing, the release ends well, and everything is as before", async () => {
    const world = await released();
    const { values } = world;
    world.unpublished = ["update aws_lambda_function.chat"];
    const { context } = functions(world, () => false);
    const result = await world.pass(release(context, { ...request, build: commit }));
    expect([result?.summary.id, result?.summary.status, result?.released]).toEqual(["000001", "completed", false]);
    expect([world.values, world.pending(), world.shares()]).toEqual([values, [], { "app:2": 100 }]);
    const [last] = (await world.pass(history(context.store, context.stack))) ?? [];
    expect(last).toMatchObject({
      id: "000002",
      status: "aborted",
      reason: expect.stringMatching(/nothing was published/),
    });
  });

  test("a version that waits is released, though the checkout publishes nothing", async () => {
    const world = await released();
    const result = await world.pass(release(functions(world, () => true).context, { ...request, build: commit }));
    expect(result?.summary).toMatchObject({ id: "000002", status: "completed", build: commit });
  });
});
