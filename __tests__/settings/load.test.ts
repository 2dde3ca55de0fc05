import { exampleSettings, examples } from "../stacks/synthesized";

test.each(examples.stacks)("the settings of $id have no mistake", ({ id, environment }) => {
  expect(exampleSettings(id).environment).toBe(environment);
});

test("no file of the examples is without a stack", () => {
  expect(examples.mistakes).toEqual([]);
});
