import fc from "fast-check";
import { excerpt } from "../../../operator/plan/text-excerpt";

test("short values are whole", () => {
  expect(excerpt('"1.0.0"', '"1.1.0"')).toEqual(['"1.0.0"', '"1.1.0"']);
});

test("of two long values the part that differs is shown", () => {
  const image = (tag: string) => `"123456789012.dkr.ecr.us-east-1.amazonaws.com/test-execution:${tag}"`;
  expect(excerpt(image("1.0.0"), image("1.1.0"))).toEqual(['…:1.0.0"', '…:1.1.0"']);
});

test("two different values never read the same", () => {
  const text = fc.string({ maxLength: 200 });
  fc.assert(
    fc.property(text, text, text, text, (start, a, b, end) => {
      const [left, right] = [start + a + end, start + b + end];
      if (left === right) return;
      const [before, after] = excerpt(left, right);
      if (a.length <= 60 && b.length <= 60) expect(before).not.toBe(after);
    }),
  );
});
