import { amountOf, mebibytes, quantity } from "../../../modules/kubernetes/quantities";

test.each([
  [quantity(1), "1"],
  [quantity(0.5), "500m"],
  [quantity(62.5), "62500m"],
  [mebibytes(2048), "2Gi"],
  [mebibytes(500), "500Mi"],
])("%s has the form of the API server", (written, expected) => {
  expect(written).toBe(expected);
});

test.each([
  ["500m", 0.5],
  ["1.5", 1.5],
  ["2Gi", 2 ** 31],
  ["1G", 1e9],
  ["${var.memory}", undefined],
])("%s is %s", (text, amount) => {
  expect(amountOf(text)).toBe(amount);
});
