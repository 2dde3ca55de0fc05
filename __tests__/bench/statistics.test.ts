import { interleave, summarize } from "../../bench/statistics";

test("the median is the middle value, or between the two middle ones", () => {
  expect(summarize([9, 1, 2])).toEqual({ median: 2, min: 1, max: 9 });
  expect(summarize([10, 1, 2, 4])).toEqual({ median: 3, min: 1, max: 10 });
});

test("no values have no median", () => {
  expect(() => summarize([])).toThrow("expected at least one value");
});

test("measurements take turns", async () => {
  const order: string[] = [];
  const measure = (name: string) => async () => order.push(name);

  const results = await interleave(2, { ours: measure("ours"), baseline: measure("baseline") });

  expect(order).toEqual(["ours", "baseline", "ours", "baseline"]);
  expect(results).toEqual({ ours: [1, 3], baseline: [2, 4] });
});
