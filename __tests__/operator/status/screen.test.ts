import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { status } from "../../../operator/commands/status";
import { statusViews } from "../../../operator/operations/status-views";
import { StackView } from "../../../operator/preflight/look/stack-view";
import { due, inTime, looked, now, ok, type StatusFinding, unknown } from "../../../operator/status/finding";
import { BucketPlace } from "../../../operator/status/state/state-place";
import { statusFindings } from "../../../operator/status/status";
import { statusText, verdictOf } from "../../../operator/status/text";
import { caller, fakeAws, type Reply } from "../preflight/fake-cloud";
import { account, awsStack } from "../preflight/stacks";

const fake = fakeAws();

const at = new Date("2026-11-30T06:00:00Z");
const resources = {
  aws_cloudwatch_metric_alarm: { a: { alarm_name: "shop-errors", alarm_actions: ["critical"] } },
  aws_budgets_budget: { b: { name: "shop-monthly" } },
};
const stack = awsStack("aws-prod", resources, { output: { release_target: { value: 1 } } });
const xml = (inner: string): Reply => ({
  body: `<DescribeAlarmsResponse><DescribeAlarmsResult>${inner}</DescribeAlarmsResult></DescribeAlarmsResponse>`,
});
const alarm = (state: string) =>
  xml(
    `<MetricAlarms><member><AlarmName>shop-errors</AlarmName><StateValue>${state}</StateValue></member></MetricAlarms>`,
  );
const money = (Amount: string) => ({ Amount, Unit: "USD" });
const object = (key: string) =>
  `<Contents><Key>${key}</Key><Size>90000</Size><LastModified>2026-11-29T18:02:00.000Z</LastModified></Contents>`;
const record = {
  stack: "aws-prod",
  at: "2026-11-30T03:00:00.000Z",
  commit: "abc",
  status: "none",
  found: 0,
  summary: [],
};
const healthy = {
  GetCallerIdentity: caller(account),
  "GET /states": ({ url }: { url: string }): Reply => ({
    body: `<ListBucketResult>${url.includes("prefix=releases") ? "" : object("aws-prod")}</ListBucketResult>`,
  }),
  "GET /states/drift/aws-prod.json": { body: JSON.stringify(record) },
  BatchGetItem: { body: { Responses: {} } },
  DescribeAlarms: alarm("OK"),
  DescribeBudget: {
    body: {
      Budget: {
        BudgetName: "shop-monthly",
        BudgetType: "COST",
        TimeUnit: "MONTHLY",
        BudgetLimit: money("100"),
        CalculatedSpend: { ActualSpend: money("40"), ForecastedSpend: money("80") },
      },
    },
  },
};
const find = (stacks: readonly StackView[]) =>
  statusFindings({ stacks, known: stacks.map(({ id }) => id), env: {}, at });
const screen = (findings: readonly StatusFinding[], stacks = 1) =>
  statusText(findings, { environments: ["prod"], at, stacks });

test("a healthy stack is a short screen, which is the one in docs/watch.md", async () => {
  fake.answer(healthy);
  const findings = await find([stack]);
  expect(verdictOf(findings)).toBe("healthy");
  const text = screen(findings);
  expect(text).toBe(
    [
      "prod: healthy; 1 stack, 2026-11-30 06:00 UTC",
      "",
      "well",
      "  stacks        1 deployed, the last state was saved 2026-11-29 18:02 (aws-prod)",
      "  releases      never released: aws-prod",
      "  alarms        1 alarm quiet",
      "  locks         no state is locked",
      "  drift         none in 1 stack, looked 2026-11-30 03:00",
      "  cost          aws-prod: 40.00 of 100 USD this month, forecast 80.00",
      "  states        bucket states: 1 state, each of a stack of the project",
    ].join("\n"),
  );
  expect(readFileSync("docs/watch.md", "utf8")).toContain(text);
});

test("an account that cannot be signed in to hides no other", async () => {
  const states = { body: `<ListBucketResult>${object("aws-prod")}${object("aws-other")}</ListBucketResult>` };
  fake.answer({ ...healthy, DescribeAlarms: alarm("ALARM"), "GET /states": states });
  const text = stack.text.replaceAll("aws-prod", "aws-other");
  const other = new StackView("aws-other", text.replaceAll(account, "222222222222"));
  const found = (await find([other, stack])).filter(({ topic }) => topic === "alarms");
  expect(found.map(({ stacks: [id], level }) => [id, level])).toEqual([
    ["aws-other", "unknown"],
    ["aws-prod", "now"],
  ]);
});

test("a look that fails as a whole, by a fault of this command, hides no other", async () => {
  fake.answer(healthy);
  const broken = new StackView(stack.id, stack.text);
  jest.spyOn(broken, "bodies").mockImplementation(() => {
    throw new Error("a fault");
  });
  const found = await find([broken]);
  expect(found.find(({ topic }) => topic === "alarms")).toMatchObject({ level: "unknown", detail: "a fault" });
  expect(found.find(({ topic }) => topic === "cost")).toMatchObject({ level: "ok" });
});

test("a bucket and an account are waited for side by side: the silence of one does not add to the other's", async () => {
  let signedIn = () => {};
  const isSignedIn = new Promise<void>((resolve) => {
    signedIn = resolve;
  });
  const list = jest.spyOn(BucketPlace.prototype, "objects").mockImplementation(async () => {
    await isSignedIn;
    return [{ key: "aws-prod", saved: at, bytes: 90_000 }];
  });
  fake.answer({
    ...healthy,
    GetCallerIdentity: () => {
      signedIn();
      return caller(account);
    },
  });
  const found = await find([stack]);
  list.mockRestore();
  expect(found.filter(({ level }) => level !== "ok")).toEqual([]);
});

test("what does not answer in time says so, and is not waited for", async () => {
  const silent = () => new Promise<never>(() => {});
  const about = { topic: "alarms" as const, stacks: ["x"] };
  expect(await looked(about, () => inTime(silent, 1))).toMatchObject([
    { level: "unknown", detail: "no answer in time" },
  ]);
  expect(await looked(about, () => inTime(silent, 1), { emulated: true })).toMatchObject([{ level: "unknown" }]);
});

const of = (topic: StatusFinding["topic"], id: string) => ({ topic, stacks: [id], subject: "" });
const ids = Array.from({ length: 20 }, (_, n) => `aws-${n}`);

test("what one cause makes of many stacks is one line with one command", () => {
  const findings = ids.slice(0, 5).map((id) => ({
    ...of("drift", id),
    ...due("no record: nothing looks for drift each night", `npm run drift -- ${id} --record`),
  }));
  expect(screen(findings, 5).split("\n")).toEqual([
    "prod: 1 is due; 5 stacks, 2026-11-30 06:00 UTC",
    "",
    "due",
    "  drift         aws-0, aws-1, aws-2 and 2 more: no record: nothing looks for drift each night",
    "                → npm run drift -- aws-0 aws-1 aws-2 aws-3 aws-4 --record",
  ]);
});

test("what takes one stack at a time stays one line each, at most twelve of a topic; now comes before due", () => {
  const states = ids.map((id) => ({
    ...of("states", id),
    subject: id,
    ...due("in no file", `npm run destroy -- ${id}`),
  }));
  const release = { ...of("releases", "aws-0"), ...now("it is unwatched", "npm run release -- aws-0 --abort") };
  const lines = screen([...states, release], 20).split("\n");
  expect(lines[0]).toBe("prod: 1 needs someone now, 20 are due; 20 stacks, 2026-11-30 06:00 UTC");
  expect(lines.filter((line) => line.includes("in no file"))).toHaveLength(12);
  expect(lines.at(-1)).toBe("  and 8 more: see --json");
  expect(lines.indexOf("now")).toBeLessThan(lines.indexOf("due"));
});

test("one reason why nothing could be looked up is one line", () => {
  const findings = ids.map((id) => ({ ...of("alarms", id), ...unknown("no sign-in", "aws sso login") }));
  expect(screen(findings, 20).split("\n")).toEqual([
    "prod: nothing is known to be wrong, 1 could not be looked up; 20 stacks, 2026-11-30 06:00 UTC",
    "",
    "could not be looked up",
    "  alarms of aws-0, aws-1, aws-2 and 17 more: no sign-in",
    "    → aws sso login",
  ]);
});

jest.mock("../../../operator/operations/status-views", () => ({
  statusViews: jest.fn(jest.requireActual("../../../operator/operations/status-views").statusViews),
}));
const views = jest.mocked(statusViews);

test.each<[what: string, findings: StatusFinding[], code: number, verdict: string]>([
  ["nothing needs someone", [{ ...of("alarms", "x"), ...ok("quiet") }], 0, "healthy"],
  ["something could not be looked up", [{ ...of("alarms", "x"), ...unknown("no") }], 1, "unknown"],
  [
    "something is due, and something could not be looked up",
    [
      { ...of("alarms", "x"), ...unknown("no") },
      { ...of("drift", "x"), ...due("some") },
    ],
    2,
    "attention",
  ],
  ["something needs someone now", [{ ...of("alarms", "x"), ...now("raised") }], 2, "attention"],
])("the exit code where %s", async (...[, wrong, code, verdict]) => {
  const written = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  const printed = jest.spyOn(console, "log").mockReturnValue();
  views.mockResolvedValueOnce({
    environments: ["prod"],
    views: [],
    known: [],
    emulatedIds: [],
    environmentOf: () => "prod",
    wrong,
  });
  await status([], { settings: [], json: true });
  const code_ = process.exitCode;
  process.exitCode = 0;
  const text = [...written.mock.calls, ...printed.mock.calls].flat().join("");
  written.mockRestore();
  printed.mockRestore();
  expect(code_).toBe(code);
  expect(JSON.parse(text)).toMatchObject({ type: "result", status: verdict, findings: wrong });
});

test("a stack whose settings have a mistake is said, in a line that others share, and stops none", async () => {
  const folder = mkdtempSync(join(tmpdir(), "status-"));
  try {
    const file = join(folder, "x.tfvars");
    writeFileSync(file, 'monitoring = { nonsense = "1" }\n');
    const { views: built, wrong, environments } = await statusViews(["aws-dev", "aws-test"], [file]);
    expect(built).toEqual([]);
    expect(environments).toEqual(["dev", "test"]);
    expect(wrong).toMatchObject([
      { level: "unknown", stacks: ["aws-dev"], command: "npm run check" },
      { level: "unknown", stacks: ["aws-test"], command: "npm run check" },
    ]);
    expect(wrong[0]?.detail).toMatch(/^1 mistake in the settings, so it is not looked at; the first: \//);
    expect(wrong[1]?.detail).toBe(wrong[0]?.detail);
    await expect(statusViews(["nothing-like-this"], [])).rejects.toThrow(/expected an environment \(.*\) or a stack/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
