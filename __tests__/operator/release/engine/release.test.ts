import { release } from "../../../../operator/release/engine/release";
import { SimulatedOperator } from "./simulated/operator";
import { scenarios } from "./simulated/scenarios";

describe.each(scenarios)("$name", ({ world: make, request, ends, bad }) => {
  test(`ends as ${ends}, and log, state and weights agree`, async () => {
    const world = make(1);
    const operator = new SimulatedOperator(world);
    const result = await world.pass(release(operator.context, request));
    if (process.env["SHOW"]) console.log(operator.lines.join("\n"), operator.points);
    expect(result?.summary.status).toBe(ends);
    expect(world.pending()).toEqual([]);
    expect(world.shares()).toEqual({ [ends === "completed" ? "app:2" : "app:1"]: 100 });
    expect(bad && ends === "completed").toBe(false);
  });
});
