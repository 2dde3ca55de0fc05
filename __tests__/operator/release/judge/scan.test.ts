import { judgeScan } from "../../../../operator/release/judge/scan";

/** A report as Trivy writes it: the severity is a property of the rule. */
function report(scores: readonly (string | number | undefined)[], more: object = {}): string {
  const rules = scores.map((score, index) => ({
    id: `CVE-${index}`,
    properties: score === undefined ? {} : { "security-severity": score },
  }));
  const results = scores.map((_, index) => ({ ruleId: `CVE-${index}`, ruleIndex: index, level: "error", ...more }));
  return JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: "Trivy", rules } }, results }] });
}

const many = (count: number, score: string) => Array.from({ length: count }, () => score);

test.each([
  ["nothing found", [], true, "scan: 0 critical, 0 high of 0 findings"],
  ["medium ones alone", ["6.9", "4.0"], true, "scan: 0 critical, 0 high of 2 findings"],
  ["one high warns", ["7.0"], true, "scan: 0 critical, 1 high of 1 findings: a warning"],
  ["five high warn", many(5, "8.9"), true, "scan: 0 critical, 5 high of 5 findings: a warning"],
  [
    "six high fail",
    many(6, "7.5"),
    false,
    "scan: 0 critical, 6 high of 6 findings, expected at most 0 critical and 5 high",
  ],
  [
    "one critical fails",
    ["9.0"],
    false,
    "scan: 1 critical, 0 high of 1 findings, expected at most 0 critical and 5 high",
  ],
  [
    "a number as a number",
    [9.8],
    false,
    "scan: 1 critical, 0 high of 1 findings, expected at most 0 critical and 5 high",
  ],
])("%s", (_, scores, passed, seen) => {
  expect(judgeScan(report(scores))).toMatchObject({ passed, seen: [seen] });
});

test("a finding without the number counts by its level", () => {
  expect(judgeScan(report([undefined]))).toMatchObject({ critical: 0, high: 1, passed: true });
});

test("a finding that is none is said and not counted; one without a level is a warning", () => {
  expect(judgeScan(report([undefined], { level: undefined })).seen).toEqual(["scan: 0 critical, 0 high of 1 findings"]);
  expect(judgeScan(report([undefined], { level: "none" })).seen[1]).toBe(
    "scan: 1 findings say that there is nothing to see, and are not counted",
  );
});

test("a finding that the report suppresses does not count; one whose suppression is under review does", () => {
  expect(judgeScan(report(["9.9"], { suppressions: [{ kind: "external" }] })).passed).toBe(true);
  expect(judgeScan(report(["9.9"], { suppressions: [{ kind: "external", status: "underReview" }] })).passed).toBe(
    false,
  );
});

test("rules of an extension are found, by index and by name", () => {
  const rules = [{ id: "py/sql", properties: { "security-severity": "9.1" } }];
  const tool = { driver: { name: "CodeQL" }, extensions: [{ name: "python", rules }] };
  for (const result of [
    { rule: { index: 0, toolComponent: { index: 0 } } },
    { rule: { id: "py/sql" } },
    { ruleId: "py/sql" },
  ]) {
    expect(judgeScan(JSON.stringify({ runs: [{ tool, results: [result] }] })).critical).toBe(1);
  }
});

test("several runs add up", () => {
  const one = JSON.parse(report(many(3, "7.1"))) as { runs: object[] };
  const [run = {}] = one.runs;
  const other = JSON.parse(JSON.stringify(run).replaceAll("CVE-", "CVE-1"));
  expect(judgeScan(JSON.stringify({ runs: [run, other] }))).toMatchObject({ high: 6, passed: false });
});

test.each([
  ["no JSON", "<xml/>", "is no JSON"],
  ["nothing", "null", "has no runs"],
  ["no runs", "{}", "has no runs"],
  ["an empty list", '{"runs":[]}', "has no runs"],
])("%s never passes as a scan", (_, text, message) => {
  expect(() => judgeScan(text)).toThrow(message);
});
