import { mergeValues, valuesDocument } from "../../../../modules/kubernetes/charts/chart-values";

describe("mergeValues", () => {
  test("maps are merged by key, lists and scalars are replaced, null removes a default", () => {
    const lower = { a: { kept: 1, replaced: [1, 2], gone: {} }, b: "below" };

    expect(mergeValues(lower, { a: { replaced: [3], gone: null, added: true } })).toEqual({
      a: { kept: 1, replaced: [3], gone: null, added: true },
      b: "below",
    });
  });

  test("the given values are not changed", () => {
    const lower = { a: { b: 1 } };

    mergeValues(lower, { a: { b: 2 } });

    expect(lower).toEqual({ a: { b: 1 } });
  });
});

test("texts and tokens are taken as they are: settings come escaped", () => {
  expect(valuesDocument({ literal: "$${env:POD}", token: "${TfToken[TOKEN.1]}" })).toBe(
    '{"literal":"$${env:POD}","token":"${TfToken[TOKEN.1]}"}',
  );
});
