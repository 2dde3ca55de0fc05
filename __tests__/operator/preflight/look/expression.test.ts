import { evaluated, withKnown } from "../../../../operator/preflight/look/expression";

const values: Readonly<Record<string, string | number>> = {
  "terraform_data.live.input": "blue",
  "terraform_data.next_minimum.input": 0,
  "var.image": 'app:"1"}',
};
const known = (reference: string) => values[reference];

test.each([
  ['(terraform_data.live.input == "blue") ? (100 - 10) : 10', 90],
  ['!((terraform_data.live.input == "green") || (terraform_data.next_minimum.input >= 1)) ? 0 : max(10, 2)', 0],
  ["max(10, terraform_data.next_minimum.input, 12)", 12],
  ['length(terraform_data.live.input) >= 1 ? "}" : "x"', "}"],
  ["1 < 2 && 2 != 3", true],
  ["2 + 3 - 1", 4],
  ["aws_lb.front.arn", undefined],
  ['terraform_data.live.input == "blue" ? aws_lb.front.arn : 1', undefined],
  ["jsonencode(var.image)", undefined],
  ["1 2", undefined],
  ["(1", undefined],
  ["[for x in y : x]", undefined],
])("%s", (expression, value) => {
  expect(evaluated(expression, known)).toBe(value);
});

test("what is known takes the place of its expression, and the rest stays as it is", () => {
  const text =
    '{"image":"${(terraform_data.live.input == "}") ? "a" : var.image}","arn":"${aws_lb.front.arn}","own":"$${var.image}"}';
  expect(withKnown(text, known)).toBe('{"image":"app:"1"}","arn":"${aws_lb.front.arn}","own":"$${var.image}"}');
  expect(withKnown("an end that lacks ${var.image", known)).toBe("an end that lacks ${var.image");
});
