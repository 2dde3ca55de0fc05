import { release } from "../../../../operator/release/engine/release";
import { resume } from "../../../../operator/release/engine/resume";
import { rollback } from "../../../../operator/release/engine/rollback";
import { SimulatedOperator } from "../engine/simulated/operator";
import { request } from "../engine/simulated/scenarios";
import { World } from "../engine/simulated/world";

const back = { keepMinutes: 15, checks: {}, metrics: true };

/** The release or rollback that an hour later another process brings to its end. */
async function resumed(world: World) {
  world.now += 3_600_000;
  const { context } = new SimulatedOperator(world, { who: "bob" });
  const result = await world.pass(resume(context, { goOn: true }));
  expect(world.pending()).toEqual([]);
  return result?.summary;
}

test("a finished release whose log cannot be written is not taken back", async () => {
  const world = new World();
  const { context } = new SimulatedOperator(world);
  const { put } = context.store;
  context.store.put = (name, text) =>
    world.live === "green" ? Promise.reject(new Error("SlowDown")) : put.call(context.store, name, text);
  await expect(world.pass(release(context, request))).rejects.toThrow(
    /Release 000001 of aws-prod .*only goes forward: all users have app:2\. cannot write the log: SlowDown\. .*--resume/,
  );
  expect(world.shares()).toEqual({ "app:2": 100 });
  expect(world.values["image"]).toBe("app:2");
  world.now += 3_600_000;
  const again = new SimulatedOperator(world, { who: "cleo" });
  let puts = 0;
  const putFirst = again.context.store.put;
  again.context.store.put = (name, text) => {
    puts += 1;
    return puts > 1 ? Promise.reject(new Error("SlowDown")) : putFirst.call(again.context.store, name, text);
  };
  await expect(world.pass(resume(again.context))).rejects.toThrow(/only goes forward: all users have app:2\./);
  expect(await resumed(world)).toMatchObject({ status: "completed", build: "app:2" });
});

describe("a rollback that has led all users away from a bad build does not lead them to it again", () => {
  const ends: [string, (world: World) => void, RegExp][] = [
    [
      "where the state cannot be read then",
      (world) => Object.assign(world, { stateUnreadableUntil: world.now + 600_000 }),
      /only goes forward: its users are led to app:1, .*SlowDown.*--resume/,
    ],
    [
      "without credentials then",
      (world) => Object.assign(world, { withoutCredentialsUntil: world.now + 600_000 }),
      /only goes forward: its users are led to app:1, .*ExpiredToken.*--resume/,
    ],
  ];

  test.each(ends)("%s", async (_, fail, message) => {
    const world = new World();
    await world.pass(release(new SimulatedOperator(world).context, request));
    const { context } = new SimulatedOperator(world);
    const read = context.state.read.bind(context.state);
    context.state.read = () => {
      if (world.rule.blue === 100) fail(world);
      return read();
    };
    await expect(world.pass(rollback(context, back))).rejects.toThrow(message);
    expect(world.shares()).toEqual({ "app:1": 100 });
    expect(await resumed(world)).toMatchObject({ status: "completed", build: "app:1" });
    expect(world.shares()).toEqual({ "app:1": 100 });
  });

  test("where the process ends then, and the next one cannot read the state", async () => {
    const world = new World();
    await world.pass(release(new SimulatedOperator(world).context, request));
    const clean = new SimulatedOperator(world.copy());
    await clean.world.pass(rollback(clean.context, back));
    const faults = new Map([[clean.names.indexOf("before ModifyRule"), "kill"]] as const);
    const killed = new SimulatedOperator(world, { faults });
    await world.pass(rollback(killed.context, back), () => killed.dead);
    expect(world.shares()).toEqual({ "app:2": 100 });
    world.now += 3_600_000;
    world.stateUnreadableUntil = world.now + 600_000;
    const { context } = new SimulatedOperator(world, { who: "cleo" });
    await expect(world.pass(resume(context))).rejects.toThrow(/only goes forward: its users are led to app:1/);
    expect(world.shares()).toEqual({ "app:1": 100 });
    expect(await resumed(world)).toMatchObject({ status: "completed", build: "app:1" });
  });
});
