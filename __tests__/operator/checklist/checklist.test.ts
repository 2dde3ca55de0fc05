import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planSeen, stackLooks, testsOf } from "../../../operator/checklist/checkout";
import { lists } from "../../../operator/checklist/lists";
import { releaseLooks } from "../../../operator/checklist/releases";
import { checklistText } from "../../../operator/checklist/text";
import { StackView } from "../../../operator/preflight/look/stack-view";
import type { Summary } from "../../../operator/release/log/entries";

const summary = (more: Partial<Summary>): Summary => ({
  id: "000001",
  kind: "release",
  status: "completed",
  build: "shop:2",
  fromBuild: "shop:1",
  who: "ada",
  host: "here",
  strategy: "blue_green",
  started: "2026-11-30T10:00:00.000Z",
  ended: "2026-11-30T10:55:00.000Z",
  phases: [],
  figures: [],
  despite: [],
  waived: {},
  ...more,
});

const looks = (staging: readonly Summary[], own: readonly Summary[] = [], build: string | undefined = "shop:2") =>
  releaseLooks({ build, own, of: { test: undefined, staging: { stack: "shop-staging", releases: staging } } });

describe("what the log of releases answers", () => {
  test("staging has run a build when a release of it completed there and was not taken back", () => {
    const done = summary({});
    expect(looks([done]).staging).toEqual({
      mark: "x",
      evidence: "shop-staging: release 000001 of shop:2 completed 2026-11-30T10:55:00.000Z",
    });
    expect(looks([summary({ build: "shop:3" })]).staging.mark).toBe("!");
    expect(looks([summary({ status: "rolled_back" })]).staging.mark).toBe("!");
    const back = summary({ id: "000002", kind: "rollback", build: "shop:1", fromBuild: "shop:2" });
    expect(looks([back, done]).staging).toMatchObject({ mark: "!", evidence: expect.stringContaining("000002") });
    expect(looks([{ ...back, status: "failed" }, done]).staging.mark).toBe("x");
  });

  test("the way back was tried when a rollback completed in staging", () => {
    expect(looks([summary({ kind: "rollback" })]).rehearsed.mark).toBe("x");
    expect(looks([summary({})]).rehearsed.mark).toBe(" ");
  });

  test("the record and the figures are those of the build, not of the release before it", () => {
    const figures = [
      { phase: "watch", percent: 100, weight: 100, alarms: [], verdict: "healthy", reasons: ["p95 20 ms"] },
    ] as const;
    const other = summary({ build: "shop:1", figures: [...figures] as unknown as Summary["figures"] });
    expect(looks([], [other])).toMatchObject({ recorded: { mark: " " }, figures: { mark: " " } });
    const own = { ...other, build: "shop:2" };
    expect(looks([], [own])).toMatchObject({ recorded: { mark: "x" }, figures: { mark: "x" } });
    expect(looks([], [{ ...own, status: "rolled_back" }]).figures.mark).toBe("!");
  });

  test("a build that is not here yet is no fault, one that was taken back is", () => {
    expect(looks([]).released.mark).toBe(" ");
    const back = summary({ id: "000002", kind: "rollback", build: "shop:1", fromBuild: "shop:2" });
    expect(looks([], [back, summary({})]).released.mark).toBe("!");
  });

  test("a log that cannot be read, no such environment and no build are said, and count as nothing", () => {
    const unread = { unseen: "no answer in time" };
    const found = releaseLooks({
      build: "shop:2",
      own: unread,
      of: { test: undefined, staging: { stack: "s", releases: unread } },
    });
    expect(Object.values(found).map(({ mark }) => mark)).toEqual(Array(7).fill(" "));
    expect(found.staging.evidence).toBe("no answer in time");
    expect(found.test.evidence).toContain("no such stack");
    const none = releaseLooks({
      build: undefined,
      own: [],
      of: { test: undefined, staging: { stack: "s", releases: [] } },
    });
    expect(none.staging).toEqual({ mark: " ", evidence: "which build is meant: name it with --image" });
  });
});

describe("what the checkout answers", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "checklist-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("tests count for the commit that they ran on", () => {
    const tested = (passed: boolean) =>
      writeFileSync(join(folder, "tested.json"), JSON.stringify({ commit: "abc", passed, at: "2026-11-30T10:00:00Z" }));
    expect(testsOf(folder, "abc").mark).toBe(" ");
    tested(true);
    expect(testsOf(folder, "abc").mark).toBe("x");
    expect(testsOf(folder, "def").mark).toBe(" ");
    expect(testsOf(folder, "abc-dirty").mark).toBe("!");
    tested(false);
    expect(testsOf(folder, "abc").mark).toBe("!");
  });

  test.each([
    [
      "a plan of this build",
      "2026-11-30T10:00:00Z",
      " ",
      "the plan of 2026-11-30T10:00:00Z is of this build; that it was read",
    ],
    [
      "a plan of another build",
      new Error("the settings have changed since\nits plan"),
      "!",
      "the settings have changed since",
    ],
    ["no plan", new Error("no plan is saved"), " ", "no plan is saved"],
  ])("%s is seen; only people tick that it was read", (_, found, mark, evidence) => {
    expect(planSeen(found)).toEqual({ mark, evidence: expect.stringContaining(evidence) });
  });

  test("what only people do is no look of ours", () => {
    const watched = lists.filter(({ text }) => /watched|team|on call|time of low traffic|approved/.test(text));
    expect(watched.map(({ look }) => look)).toEqual([
      undefined,
      "dashboards",
      undefined,
      undefined,
      "onCall",
      undefined,
    ]);
  });

  test("a stack without dashboards, or without an address for critical alarms, is not ready", () => {
    const view = (resource: object) => new StackView("shop-prod", JSON.stringify({ resource }));
    expect(stackLooks(view({}), [])).toMatchObject({ dashboards: { mark: "!" }, onCall: { mark: "!" } });
    const ready = stackLooks(view({ aws_cloudwatch_dashboard: { one: {} } }), ["a@example.com"]);
    expect(ready).toMatchObject({ dashboards: { mark: "x" }, onCall: { mark: " " } });
  });
});

test("the text says how to look where nothing was seen, and leaves that out where it was", () => {
  const [first, second] = lists;
  if (!first || !second) throw new Error("expected two lines at least");
  const text = checklistText("shop-prod", [
    { ...first, mark: " ", evidence: "" },
    { ...second, mark: "x", evidence: "npm test on abc" },
  ]);
  expect(text.split("\n")).toEqual([
    "# Checklist of shop-prod",
    "",
    "## Before any deployment",
    "",
    "- [ ] All tests pass",
    "      npm test, or the checks of the commit in CI",
    "- [x] Tests cover at least 80 % of the lines: npm test on abc",
    "",
    "1 are so, 0 are not, 1 are for a person to see.",
  ]);
});

test("every command that a line names is a script of ours", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  const named = lists.flatMap(({ how }) => [...how.matchAll(/npm (?:run )?([a-z:-]+)/g)].map(([, name = ""]) => name));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test("document 004 has nine lines before any deployment, which the alarms join, and nine before production", () => {
  const count = (when: string) => lists.filter((item) => item.when === when).length;
  expect([count("before"), count("production")]).toEqual([10, 9]);
});
