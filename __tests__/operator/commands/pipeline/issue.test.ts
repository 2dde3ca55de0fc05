import { rmSync } from "node:fs";
import { join } from "node:path";
import { issue } from "../../../../operator/commands/pipeline/issue";
import type { StackDrift } from "../../../../operator/drift/report";
import { type LookedOf, writeLooked } from "../../../../operator/pipeline/looked";
import { GitHubJob } from "../../../support/github-job";

let job: GitHubJob;
let from: string;
beforeEach(async () => {
  job = await GitHubJob.start({ issues: "write" });
  from = join(job.folder, "drift");
});
afterEach(() => job.stop());

const drift = (stack: string, addresses: readonly string[]): StackDrift => ({
  stack,
  at: "2026-11-30T03:00:00.000Z",
  status: addresses.length > 0 ? "drift" : "none",
  found: addresses.map((address) => ({
    ...{ address, attribute: "tags.Owner", before: "a", after: "b", kind: "drift", isReverted: true },
  })),
  undeployed: [],
  follows: [],
  strays: [],
  notes: [],
});
const looked = (name: string, more: Partial<LookedOf<"drift">> = {}): LookedOf<"drift"> => ({
  version: 1,
  what: "drift",
  name,
  at: "2026-11-30T03:00:00.000Z",
  stacks: [`aws-${name}`],
  drifts: [],
  failed: [],
  accepted: { expired: [], warnings: [] },
  ...more,
});
const night = async (...documents: LookedOf<"drift">[]) => {
  rmSync(from, { recursive: true, force: true });
  for (const one of documents) writeLooked(from, one, "");
  await issue("drift", { from });
};
const withDrift = (...addresses: string[]) => looked("prod", { drifts: [drift("aws-prod", addresses)] });
const all = () => job.fake.conversations.all;
const said = () => all()[0]?.comments.map(({ body }) => body);

test("drift opens one issue, its end closes it, and drift after that opens the same one again", async () => {
  await night(withDrift("aws_lb.one"));
  expect(all()).toMatchObject([
    { state: "open", labels: [{ name: "drift" }], title: expect.stringMatching(/^Drift:/) },
  ]);
  expect(all()[0]?.body).toMatch(
    /^<!-- multicloud-stacks:drift -->\n<!-- listed: \S+ -->\n\nLooked 2026-11-30 03:00 UTC/,
  );
  expect(all()[0]?.body).toContain("`aws_lb.one`");
  await night(looked("prod", { drifts: [drift("aws-prod", [])] }));
  expect(all()).toMatchObject([{ state: "closed", state_reason: "completed" }]);
  expect(said()).toEqual([expect.stringMatching(/^Nothing is left: \[this run\]/)]);
  await night(withDrift("aws_lb.two"));
  expect(all()).toMatchObject([{ state: "open" }]);
  expect(said()?.[1]).toBe("New:\n\n- `aws-prod: aws_lb.two: tags.Owner`");
  expect(job.out.map((line) => line.replace(/^drift: issue #1 /, ""))).toEqual([
    "opened, 1 listed",
    "closed",
    "reopened, 1 listed",
  ]);
  expect(job.fake.unknown).toEqual([]);
});

test("a night that finds the same writes the text again, and no comment", async () => {
  await night(withDrift("aws_lb.one"));
  await night(withDrift("aws_lb.one"));
  expect(all()).toHaveLength(1);
  expect(said()).toEqual([]);
});

test("what is new and what is gone is said in a comment", async () => {
  await night(withDrift("aws_lb.one", "aws_lb.two"));
  await night(withDrift("aws_lb.two", "aws_lb.three"));
  expect(said()).toEqual([
    "New:\n\n- `aws-prod: aws_lb.three: tags.Owner`\n\nGone:\n\n- `aws-prod: aws_lb.one: tags.Owner`",
  ]);
});

test("what could not be looked at keeps the issue open, and says so", async () => {
  await night(withDrift("aws_lb.one"));
  await night(looked("prod", { failed: [{ stack: "aws-prod", error: "AccessDenied" }] }));
  expect(all()).toMatchObject([{ state: "open" }]);
  expect(all()[0]?.body).toContain("**Not everything could be looked at:** `aws-prod: not compared`");
});

test.each([
  ["of an environment alone", looked("dev"), ["aws-dev", "aws-prod"], "aws-prod"],
  ["that is the second of its environment", looked("prod"), ["aws-prod", "gcp-prod"], "gcp-prod"],
])("a stack %s whose job wrote nothing counts as not looked at, and keeps the issue open", async (_, ...row) => {
  const [document, expected, missing] = row;
  await night(withDrift("aws_lb.one"));
  rmSync(from, { recursive: true });
  writeLooked(from, document, "");
  await issue("drift", { from, expect: expected });
  expect(all()).toMatchObject([{ state: "open" }]);
  expect(all()[0]?.body).toContain(`**Not everything could be looked at:** \`${missing}: not looked at\``);
  expect(said()?.[0]).toContain(`- \`${missing}: not looked at\``);
});

test("where no job wrote anything, nothing is known, and the issue stays", async () => {
  await night(withDrift("aws_lb.one"));
  const before = all()[0]?.body;
  rmSync(from, { recursive: true });
  await expect(issue("drift", { from })).rejects.toThrow(/found nothing: the issue stays as it is/);
  expect(all()).toMatchObject([{ state: "open", body: before }]);
});

test("acceptances whose day has passed are listed", async () => {
  await night(
    looked("prod", { accepted: { expired: ["drift.tfvars:3: aws-prod: a.b c: accepted until …"], warnings: [] } }),
  );
  expect(all()).toMatchObject([{ state: "open" }]);
});

test("without drift no issue is opened", async () => {
  await night(looked("prod"));
  expect(all()).toEqual([]);
  expect(job.out).toEqual(["drift: nothing, and no issue is open"]);
});

test("an issue of someone else with the same label and text is left alone", async () => {
  const body = "<!-- multicloud-stacks:drift -->\n\nmine";
  job.fake.conversations.open("Mine", { body, labels: [{ name: "drift" }], by: "eve" });
  await night(withDrift("aws_lb.one"));
  await night(looked("prod"));
  expect(all()).toMatchObject([
    { state: "open", body },
    { state: "closed", user: { login: "github-actions[bot]" } },
  ]);
});

test("a token of an app is known by the name that is given", async () => {
  process.env["GITHUB_TOKEN"] = job.fake.token({ issues: "write" }, "your-app[bot]");
  writeLooked(from, withDrift("aws_lb.one"), "");
  await issue("drift", { from, as: "your-app[bot]" });
  process.env["GITHUB_TOKEN"] = job.fake.token({ issues: "write" }, "your-app[bot]");
  await issue("drift", { from, as: "your-app[bot]" });
  expect(all()).toHaveLength(1);
});

test("two runs at once leave one open issue", async () => {
  let isOnce = true;
  job.fake.instead.set("POST /repos/your-org/stacks/issues", () => {
    if (isOnce) {
      const body = "<!-- multicloud-stacks:drift -->\n\nof another run";
      job.fake.conversations.open("Drift", { body, labels: [{ name: "drift" }], by: "github-actions[bot]" });
    }
    isOnce = false;
    return undefined;
  });
  await night(withDrift("aws_lb.one"));
  expect(all()).toMatchObject([
    { state: "open", body: expect.stringContaining("aws_lb.one") },
    { state: "closed", state_reason: "not_planned" },
  ]);
});

test("what is due is an issue of its own, the most urgent first", async () => {
  const finding = { topic: "secrets", stacks: ["aws-prod"], subject: "keys" } as const;
  const document = (findings: LookedOf<"due">["findings"]) =>
    writeLooked(
      from,
      { version: 1, what: "due", name: "due", at: "2026-11-30T05:00:00.000Z", stacks: ["aws-prod"], findings },
      "",
    );
  document([
    { ...finding, level: "due", detail: "older than 90 days" },
    { ...finding, topic: "certificates", subject: "example.com", level: "now", detail: "ends in 3 days", command: "x" },
  ]);
  await issue("due", { from });
  const body = all()[0]?.body ?? "";
  expect(all()[0]).toMatchObject({ labels: [{ name: "due" }] });
  expect(body).toContain("# Due: 2 secrets and certificates");
  expect(body.indexOf("| now | certificates `example.com`")).toBeGreaterThan(0);
  expect(body.indexOf("| now |")).toBeLessThan(body.indexOf("| due | secrets `keys`"));
  document([]);
  await issue("due", { from });
  expect(all()[0]).toMatchObject({ state: "closed", body: expect.stringContaining("Nothing is due: aws-prod") });
});

test("what is wrong with a candidate opens an issue with its stacks, and its end closes it", async () => {
  const alarm = { topic: "alarms", stacks: ["aws-codebuild-staging"], subject: "errors", detail: "in ALARM" } as const;
  const document = (findings: LookedOf<"health">["findings"]) =>
    writeLooked(
      from,
      {
        version: 1,
        what: "health",
        name: "staging",
        at: "2026-11-30T05:00:00.000Z",
        stacks: [...alarm.stacks],
        findings,
      },
      "",
    );
  document([{ ...alarm, level: "now" }]);
  await issue("health", { from });
  expect(all()[0]).toMatchObject({ labels: [{ name: "health" }], state: "open" });
  expect(all()[0]?.body).toContain("# Health: 1 finding\n");
  expect(all()[0]?.body).toContain("| now | alarms `errors` | aws-codebuild-staging | in ALARM |");
  document([]);
  await issue("health", { from });
  expect(all()[0]).toMatchObject({
    state: "closed",
    body: expect.stringContaining("Nothing is wrong: aws-codebuild-staging"),
  });
});
