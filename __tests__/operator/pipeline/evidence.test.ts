import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { coverageSeen } from "../../../operator/pipeline/coverage";
import { candidateOf, evidenceOf, readEvidence } from "../../../operator/pipeline/evidence";
import { takenBackIn } from "../../../operator/pipeline/taken-back";
import type { Summary } from "../../../operator/release/log/entries";

const folder = mkdtempSync(join(tmpdir(), "evidence-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const release = (id: string, more: Partial<Summary> = {}): Summary => ({
  ...{ id, kind: "release", status: "completed", build: `b${id}`, fromBuild: "b0", who: "ann", host: "h" },
  ...{ strategy: "blue_green", started: "2026-11-29T10:00:00Z", ended: "2026-11-29T11:00:00Z" },
  ...{ phases: [], figures: [], despite: [], waived: { scan: "down" } },
  ...more,
});
const of = { stack: "aws-staging", system: "shop", platform: "aws", environment: "staging", tag: "v1.2.0-rc.1" };

test("evidence is of the last release that completed, and can be read again", () => {
  const approved = { run: "https://github.com/a/b/actions/runs/7", approver: "bob", environment: "staging" };
  const made = evidenceOf(of, [release("000003", { status: "rolled_back" }), release("000002", { approved })]);
  expect(made).toMatchObject({ ...of, release: "000002", build: "b000002", approved, waived: { scan: "down" } });
  expect(readEvidence(file("evidence.json", JSON.stringify(made)))).toEqual(made);
});

describe("a job that saw which release users have", () => {
  const seen = { release: "000002", at: "2026-12-08T09:00:00.000Z", commit: "c".repeat(40), tag: "v1.2.0-rc.2" };

  test("confirms it: when, of which commit and tag, while the times stay those of the release", () => {
    const made = evidenceOf({ ...of, seen }, [release("000003", { status: "aborted" }), release("000002")]);
    const { release: _, ...confirmed } = seen;
    expect(made).toMatchObject({ release: "000002", build: "b000002", ended: "2026-11-29T11:00:00Z", confirmed });
    expect(made).not.toHaveProperty("seen");
    expect(readEvidence(file("confirmed.json", JSON.stringify(made)))).toEqual(made);
    expect(candidateOf(made)).toBe("v1.2.0-rc.2");
  });

  test("confirms no other one", () => {
    const releases = [release("000003"), release("000002")];
    expect(() => evidenceOf({ ...of, seen }, releases)).toThrow(
      "aws-staging: expected release 000002, which this job saw, found 000003 after it",
    );
  });
});

test.each([
  ["no release completed", [release("000001", { status: "failed" })], /expected a completed release, found none/],
  [
    "the last one was taken back",
    [release("000002", { kind: "rollback", fromBuild: "b1", reason: "orders fail" }), release("000001")],
    /rollback 000002 took b1 back \(orders fail\): there is nothing that may go on/,
  ],
])("there is none where %s", (_, releases, message) => {
  expect(() => evidenceOf(of, releases as Summary[])).toThrow(message);
});

test.each([
  ["{", /expected what `npm run pipeline -- evidence` writes, found no JSON/],
  ['{"version":2}', /found something else at version/],
  ["null", /found something else at its top/],
])("a file with %s is no evidence", (text, message) => {
  expect(() => readEvidence(file("wrong.json", text))).toThrow(message);
});

test("a build that a later rollback took back is seen, a log without the release, and one that has another build", () => {
  const back = release("000008", { kind: "rollback", fromBuild: "b000007" });
  const seen = (releases: Summary[], build = "b000007") =>
    takenBackIn("aws-staging", releases, { build, release: "000007", ended: "2026-11-29T11:00:00Z" });
  expect(seen([back, release("000007")]).passed).toBe(false);
  expect(seen([release("000008"), release("000007")]).passed).toBe(true);
  expect(seen([release("000008")])).toEqual({
    passed: false,
    seen: "taken back: the log of aws-staging has no completed release 000007",
  });
  expect(seen([release("000007")], "b000009")).toEqual({
    passed: false,
    seen: "evidence: release 000007 of aws-staging is of b000009, by the log of b000007",
  });
});

test.each([
  [
    "an earlier end",
    { ended: "2026-11-28T11:00:00.000Z" },
    {},
    "ended 2026-11-28T11:00:00.000Z, by the log 2026-11-29",
  ],
  ["another tag", { tag: "v1.2.0-rc.1" }, { tag: "v1.1.0-rc.1" }, "is of v1.2.0-rc.1, by the log of v1.1.0-rc.1"],
  ["a tag where the log has none", { tag: "v1.2.0-rc.1" }, {}, "is of v1.2.0-rc.1, by the log of no tag"],
  ["the end and the tag of the log", { tag: "v1.2.0-rc.1" }, { tag: "v1.2.0-rc.1" }, undefined],
  ["no tag, which the log itself is", {}, { tag: "v3.0.0" }, undefined],
])("evidence with %s is compared with the log", (_, own, logged, refusal) => {
  const given = { build: "b000007", release: "000007", ended: "2026-11-29T11:00:00.000Z", ...own };
  const { passed, seen } = takenBackIn("aws-staging", [release("000007", logged)], given);
  expect(passed).toBe(refusal === undefined);
  expect(seen).toContain(refusal ?? "taken back: not");
});

test.each([
  ["Jest's", { total: { lines: { pct: 80 } } }, true, "80 % of the lines"],
  ["coverage.py's", { totals: { percent_covered: 93.456 } }, true, "93.45 % of the lines"],
  ["too little", { total: { lines: { pct: 79.999 } } }, false, "79.99 % of the lines, expected at least 80 %"],
  ["no lines", { total: { lines: { pct: "Unknown" } } }, false, 'found "Unknown"'],
  ["something else", {}, false, "found neither"],
  ["nothing", null, false, "found neither"],
])("coverage: %s", (name, report, passed, text) => {
  const seen = coverageSeen(file(`${name}.json`, JSON.stringify(report)));
  expect(seen).toEqual({ passed, seen: expect.stringContaining(text) });
});

test.each([undefined, "/nowhere/coverage.json"])("coverage that cannot be read (%s) never passes", (path) => {
  expect(coverageSeen(path).passed).toBe(false);
});
