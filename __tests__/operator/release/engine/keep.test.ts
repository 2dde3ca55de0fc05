import { stopOldSide } from "../../../../operator/release/engine/keep";
import { release } from "../../../../operator/release/engine/release";
import { ApplyError } from "../../../../operator/release/port/state";
import { SimulatedOperator } from "./simulated/operator";
import { request } from "./simulated/scenarios";
import { World } from "./simulated/world";

test("an old side that a new release has started meanwhile is not stopped", async () => {
  const world = new World();
  await world.pass(release(new SimulatedOperator(world).context, request));
  world.now += 3_600_000;
  const { context } = new SimulatedOperator(world, { who: "ann" });
  const apply = context.state.apply.bind(context.state);
  const locked = world.now + 90_000;
  context.state.apply = async (values, options) => {
    if (world.now < locked) throw new ApplyError("locked", "the state is locked by bob");
    return apply(values, options);
  };
  const stopping = stopOldSide(context);
  const bob = new SimulatedOperator(world, { who: "bob" });
  const work = release(bob.context, { ...request, build: "app:3" });
  const [seen, result] = (await world.pass(Promise.all([stopping, work]))) ?? [];
  expect(seen).toBeUndefined();
  expect(result?.summary.status).toBe("completed");
  expect(world.shares()).toEqual({ "app:3": 100 });
});
