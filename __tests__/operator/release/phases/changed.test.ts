import { stopOldSide } from "../../../../operator/release/engine/keep";
import { release } from "../../../../operator/release/engine/release";
import { rollback } from "../../../../operator/release/engine/rollback";
import type { ReleaseContext } from "../../../../operator/release/run/context";
import { SimulatedOperator } from "../engine/simulated/operator";
import { request } from "../engine/simulated/scenarios";
import { World } from "../engine/simulated/world";

const back = { keepMinutes: 15, checks: {}, metrics: true };
const begins: [string, (context: ReleaseContext) => Promise<{ summary: { status: string; reason?: string } }>][] = [
  ["a release", (context) => release(context, { ...request, build: "app:3" })],
  ["a rollback", (context) => rollback(context, back)],
];

/** A world whose users have app:2, with app:1 on the other side. */
async function released() {
  const world = new World();
  await world.pass(release(new SimulatedOperator(world).context, request));
  const bob = new SimulatedOperator(world, { who: "bob" });
  return { world, context: new SimulatedOperator(world).context, bob };
}

describe.each(begins)("%s", (_, begin) => {
  test("is refused where another has released while a person was still to confirm", async () => {
    const { world, context, bob } = await released();
    const confirm = async () => {
      await release(bob.context, { ...request, build: "app:4" });
      world.now += 3_600_000;
      await stopOldSide(bob.context);
      return true;
    };
    await expect(world.pass(begin({ ...context, confirm }))).rejects.toThrow(
      /^The state of aws-prod has changed since it was looked at \(live: app:4; image: expected app:2, found app:4, .*Run the command again$/,
    );
    expect(world.shares()).toEqual({ "app:4": 100 });
    expect(world.pending()).toEqual([]);
    expect([...world.objects.keys()].filter((name) => name.includes("000003"))).toEqual([]);
  });

  test("ends with nothing changed where the state changes while it is claimed", async () => {
    const { world, context } = await released();
    const { put } = context.store;
    context.store.put = async (name, text) => {
      await put.call(context.store, name, text);
      if (text.includes('"claim"')) world.values = { ...world.values, components_image: "app:9" };
    };
    const result = await world.pass(begin(context));
    expect(result?.summary).toMatchObject({
      status: "aborted",
      reason: expect.stringContaining("components_image: expected app:2, found app:9"),
    });
    expect(world.shares()).toEqual({ "app:2": 100 });
  });
});
