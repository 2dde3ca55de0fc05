import { mergeValues, valuesDocument } from "../../../../modules/kubernetes/charts/chart-values";

describe("mergeValues", () => {
  test("maps merge by key, lists and scalars replace, null takes a default away", () => {
    const lower = { a: { kept: 1, replaced: [1, 2], gone: {} }, b: "below" };

    expect(mergeValues(lower, { a: { replaced: [3], gone: null, added: true } })).toEqual({
      a: { kept: 1, replaced: [3], gone: null, added: true },
      b: "below",
    });
  });

  test("neither side is changed", () => {
    const lower = { a: { b: 1 } };

    mergeValues(lower, { a: { b: 2 } });

    expect(lower).toEqual({ a: { b: 1 } });
  });
});

test("what looks like Terraform's templates is escaped, a token is not", () => {
  expect(valuesDocument({ literal: "${env:POD} %{if}", token: "${TfToken[TOKEN.1]}" })).toBe(
    '{"literal":"$${env:POD} %%{if}","token":"${TfToken[TOKEN.1]}"}',
  );
});
