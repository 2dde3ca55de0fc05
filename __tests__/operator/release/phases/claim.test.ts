import { release } from "../../../../operator/release/engine/release";
import { agreeing, claim } from "../../../../operator/release/phases/claim";
import { SimulatedOperator } from "../engine/simulated/operator";
import { request } from "../engine/simulated/scenarios";
import { World } from "../engine/simulated/world";
import { plan } from "../log/plan";

test("a stack without a second side has no releases: refused before anything is claimed, with the way that works", async () => {
  const world = new World();
  const operator = new SimulatedOperator(world);
  const { context } = operator;
  const platform = { ...context.platform, oneSided: "it has one service. Deploy the image" };
  const confirm = jest.fn(async () => true);
  const stack = { ...context, platform, confirm };
  const refusal = "aws-prod has no releases: it has one service. Deploy the image. Nothing was changed";
  await expect(world.pass(release(stack, request))).rejects.toThrow(refusal);
  await expect(agreeing(stack)).rejects.toThrow(refusal);
  await expect(claim(stack, plan)).rejects.toThrow(refusal);
  expect(confirm).not.toHaveBeenCalled();
  expect(operator.points).toBe(0);
});
