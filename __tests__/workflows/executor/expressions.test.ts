import { Expressions, partsOf } from "./expressions";

let expressions: Expressions;
beforeAll(async () => {
  expressions = await Expressions.load();
});

const contexts = {
  github: { ref: "refs/tags/v1.2.0", event: { issue: { title: "it's }} fine" } } },
  needs: { affected: { result: "success", outputs: { stacks: '["aws-dev","gcp-dev"]' } } },
  inputs: { dry: false, count: 2 },
};
const functions = { success: () => true, failure: () => false, always: () => true, cancelled: () => false };

test.each([
  ["startsWith(github.ref, 'refs/tags/')", true],
  ["contains(fromJSON(needs.affected.outputs.stacks), 'gcp-dev')", true],
  ["fromJSON(needs.affected.outputs.stacks)[1]", "gcp-dev"],
  ["format('{0} of {1}', inputs.count, github.ref)", "2 of refs/tags/v1.2.0"],
  ["toJSON(inputs.dry)", "false"],
  ["inputs.dry || 'yes'", "yes"],
  ["needs.*.result", ["success"]],
  ["github.event.missing.deeper", null],
  ["GITHUB.REF == 'REFS/TAGS/V1.2.0'", true],
  ["github.event.issue", { title: "it's }} fine" }],
])("%s is %j", (expression, expected) => {
  expect(expressions.value(expression, { contexts })).toEqual(expected);
});

test.each([
  ["secrets.TOKEN", /Unrecognized named-value: 'secrets'|secrets/],
  ["success()", /Unrecognized function: 'success'|success/],
  ["github.ref ==", /Unexpected end of expression/],
])("%s is refused where it is not available", (expression, message) => {
  expect(() => expressions.value(expression, { contexts })).toThrow(message);
});

test("a text around expressions becomes text; an expression alone keeps its type", () => {
  expect(expressions.filled("${{ inputs.count }}", { contexts })).toBe(2);
  expect(expressions.filled("n=${{ inputs.count }}, ${{ inputs.dry }}", { contexts })).toBe("n=2, false");
  expect(expressions.filled({ a: ["${{ inputs.dry }}"], b: 1 }, { contexts })).toEqual({ a: [false], b: 1 });
});

test("the end of an expression in a quoted text is no end", () => {
  expect(partsOf("a ${{ '}}' }} b")).toEqual([{ text: "a " }, { expression: "'}}'" }, { text: " b" }]);
  expect(() => partsOf("${{ github.ref")).toThrow("an expression without an end");
});

test.each([
  ["without a word, the steps before must have succeeded", undefined, [true, false]],
  ["a condition of its own does not change that", "github.ref_type != 'x'", [true, false]],
  ["always() does", "always() && true", [true, true]],
  ["!success() is the other way round", "${{ !success() }}", [false, true]],
  ["a name that only looks like it does not", "'success()' != ''", [true, false]],
  ["a text around an expression is true", "${{ 1 == 2 }} && x", [true, false]],
  ["false is false", false, [false, false]],
])("if: %s", (_title, condition, expected) => {
  const held = (success: boolean) =>
    expressions.condition(condition, { contexts, functions: { ...functions, success: () => success } });
  expect([held(true), held(false)]).toEqual(expected);
});
