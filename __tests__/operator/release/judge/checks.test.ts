import { type CheckName, judgeChecks } from "../../../../operator/release/judge/checks";
import type { ProbeAnswer } from "../../../../operator/release/judge/figures";
import { answer, broken, good, late, refused, tenOf } from "./answers";

const only = (check: CheckName, path: string, answers: ProbeAnswer[]) =>
  judgeChecks({ [check]: [{ path, answers }] }).find((result) => result.check === check);

test("what is not given is not checked, never passed", () => {
  expect(judgeChecks({}).map(({ check, is }) => [check, is])).toEqual([
    ["application", "not checked"],
    ["database", "not checked"],
    ["external_dependencies", "not checked"],
    ["ai_model", "not checked"],
    ["performance", "not checked"],
  ]);
  expect(judgeChecks({ ai_model: [] })[3]?.reasons).toEqual(["AI model: not checked"]);
});

test.each<[string, ProbeAnswer[], string, string]>([
  ["200", [good], "passed", "database: /health/database answered 200"],
  ["500", [broken], "failed", "database: /health/database answered 500"],
  ["404", [answer(5, { failed: true, status: 404 })], "failed", "database: /health/database answered 404"],
  ["nothing in time", [late], "failed", "database: /health/database did not answer in 5 s"],
  ["no connection", [refused], "failed", "database: /health/database did not answer"],
  ["no answer at all", [], "failed", "database: /health/database has no answer"],
])("a path that answers %s", (_, answers, is, reason) => {
  expect(only("database", "/health/database", answers)).toEqual({ check: "database", is, reasons: [reason] });
});

test("one path of several fails its check", () => {
  const application = ["/health/live", "/health/ready"].map((path) => ({ path, answers: [good] }));
  expect(judgeChecks({ application })[0]?.is).toBe("passed");
  const [result] = judgeChecks({ application: [...application, { path: "/health", answers: [broken] }] });
  expect(result?.is).toBe("failed");
  expect(result?.reasons).toHaveLength(3);
});

test.each<[string, ProbeAnswer[], string]>([
  ["ten fast answers", tenOf(), "passed"],
  ["one of 1000 ms", tenOf(answer(1000)), "passed"],
  ["one of 1001 ms", tenOf(answer(1001)), "failed"],
  ["one error", tenOf(broken), "failed"],
  ["no answer at all", [], "failed"],
])("performance with %s", (_, answers, is) => {
  expect(only("performance", "/search", answers)?.is).toBe(is);
});
