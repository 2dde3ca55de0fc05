import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { health } from "../../../../operator/commands/pipeline/health";
import { promote } from "../../../../operator/commands/pipeline/promote";
import { readEvidence } from "../../../../operator/pipeline/evidence";
import type { Summary } from "../../../../operator/release/log/entries";
import { GitHubJob } from "../../../support/github-job";

const digest = `sha256:${"d".repeat(64)}`;
const commit = execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).trim();
let job: GitHubJob;
let shown = "";

beforeEach(async () => {
  job = await GitHubJob.start(
    { actions: "read", contents: "read" },
    { GITHUB_REF: "refs/tags/v1.2.0", GITHUB_SHA: commit },
  );
  process.env["GITHUB_OUTPUT"] = join(job.folder, "output");
  process.env["GITHUB_STEP_SUMMARY"] = join(job.folder, "summary");
  shown = "";
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    shown += text;
    return true;
  });
  job.fake.code.refs.set("refs/heads/main", commit);
  job.fake.code.refs.set("refs/tags/v1.2.0", "a".repeat(40));
  job.fake.code.tagObjects.set("a".repeat(40), commit);
});
afterEach(() => job.stop());

const written = (name: string, content: object) => {
  const path = join(job.folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};
const image = `ghcr.io/acme/shop@${digest}`;
const [started, ended] = ["2026-11-29T10:00:00Z", "2026-11-29T11:00:00Z"];
/** A release in the log. */
const release = (more: Partial<Summary> = {}): Summary => ({
  ...{
    id: "000007",
    kind: "release",
    status: "completed",
    build: image,
    fromBuild: "shop:1.1.0",
    who: "ann",
    host: "h",
  },
  ...{ started, ended, strategy: "blue_green", phases: [], figures: [], waived: {}, despite: [], ...more },
});
const evidence = (more: object = {}) =>
  written("evidence.json", {
    ...{ version: 1, type: "multicloud-stacks/release", stack: "aws-staging", system: "test-execution" },
    ...{ platform: "aws", environment: "staging", release: "000007", build: image },
    ...{ started, ended, strategy: "blue_green", who: "ann" },
    ...{ figures: [], waived: {}, despite: [], ...more },
  });
const coverage = (pct: number) => written("coverage.json", { total: { lines: { pct } } });
const options = () => ({
  settings: [],
  evidence: evidence(),
  coverage: coverage(91),
  now: new Date("2026-11-30T12:00:00Z"),
  releases: async () => [release()],
});

test("the digest that staging released goes on as an output, by an annotated tag of the run's commit", async () => {
  await promote("aws-prod", options());
  expect(shown).toBe("");
  expect(process.exitCode).toBe(0);
  expect(readFileSync(join(job.folder, "output"), "utf8")).toBe(`image=${image}\n`);
  expect(readFileSync(join(job.folder, "summary"), "utf8")).toMatch(/^## aws-prod: may go on\n/);
  expect(job.fake.unknown).toEqual([]);
});

describe("--out: the evidence that was used, for the release", () => {
  const out = () => join(job.folder, "promoted", "evidence.json");

  test.each([
    ["signed", {}],
    ["the log", { evidence: undefined, logged: true }],
  ])("is written where it is %s, and a release can be given it", async (_, of) => {
    await promote("aws-prod", { ...options(), ...of, out: out() } as never);
    expect([shown, process.exitCode]).toEqual(["", 0]);
    expect(readEvidence(out())).toMatchObject({
      stack: "aws-staging",
      environment: "staging",
      release: "000007",
      build: image,
    });
  });

  test("is not where the promotion is refused", async () => {
    await promote("aws-prod", { ...options(), coverage: coverage(60), out: out() });
    expect(process.exitCode).toBe(1);
    expect(existsSync(out())).toBe(false);
  });
});

test("what is refused has every reason, sets no output, and ends with 1", async () => {
  job.fake.code.refs.clear();
  await promote("aws-prod", {
    ...options(),
    evidence: evidence({ build: "shop:1.2.0" }),
    coverage: coverage(60),
  });
  expect(process.exitCode).toBe(1);
  for (const reason of ["tag: v1.2.0 is not on GitHub", "image by its digest", "coverage: 60 %", "aws-prod: refused"])
    expect(shown).toContain(reason);
  expect(() => readFileSync(join(job.folder, "output"))).toThrow(/ENOENT/);
});

describe("the commit of a tag must be on a branch of the pipeline", () => {
  const branchIn = () => [...job.out, ...shown.split("\n")].filter((line) => /tag: v1\.2\.0(:| is on) /.test(line));
  const [main, develop] = ["refs/heads/main", "refs/heads/develop"];

  test.each([
    ["its newest", main, commit, [], "main"],
    ["an earlier one", main, "e".repeat(40), [commit], "main"],
    ["one that staging gets", develop, commit, [], "develop"],
  ])("%s", async (_, branch, newest, history, name) => {
    job.fake.code.refs.delete(main);
    job.fake.code.refs.set(branch, newest).set("refs/heads/feature", commit);
    job.fake.code.history.set(branch, history);
    await promote("aws-prod", options());
    expect([process.exitCode, branchIn()]).toEqual([0, [`ok      tag: v1.2.0 is on ${name}`]]);
    expect(job.fake.unknown).toEqual([]);
  });

  test("one of another branch is refused: no one has reviewed it", async () => {
    job.fake.code.refs.set(main, "e".repeat(40)).set("refs/heads/feature", commit);
    await promote("aws-prod", options());
    expect(process.exitCode).toBe(1);
    expect(branchIn()).toEqual([
      "refused tag: v1.2.0: expected a commit of develop or main, found one that is not on GitHub there",
    ]);
  });

  test("a pipeline that deploys no commit of develop takes no tag of one", async () => {
    job.fake.code.refs.set(main, "e".repeat(40)).set(develop, commit);
    process.env["GITHUB_TOKEN"] = job.fake.token({ actions: "read", contents: "read", issues: "read" });
    await promote("aws-codebuild-prod", options());
    expect(branchIn()[0]).toMatch(/^refused tag: v1\.2\.0: expected a commit of main, found/);
  });
});

test("a build that was taken back since is refused, and one that the log knows as another", async () => {
  const back = release({ id: "000008", kind: "rollback", build: "shop:1.1.0", fromBuild: image });
  await promote("aws-prod", { ...options(), releases: async () => [back, release()] });
  expect(process.exitCode).toBe(1);
  expect(shown).toContain("refused taken back: rollback 000008");
  await promote("aws-prod", { ...options(), releases: async () => [release({ build: "shop:1.2.0" })] });
  expect(shown).toContain(`refused evidence: release 000007 of aws-staging is of ${image}, by the log of shop:1.2.0`);
});

test("a log that cannot be read refuses a job that has a role, and is only said by one that has none", async () => {
  const unread = { ...options(), releases: () => Promise.reject(new Error("no answer\nno")) };
  delete process.env["AWS_ACCESS_KEY_ID"];
  await promote("aws-prod", unread);
  expect([process.exitCode, job.out.filter((line) => line.includes("taken back"))]).toEqual([
    0,
    ["ok      taken back: not looked at, the log of aws-staging cannot be read here: no answer"],
  ]);
  process.env["AWS_ACCESS_KEY_ID"] = "ASIA";
  await promote("aws-prod", unread);
  expect(process.exitCode).toBe(1);
  expect(shown).toContain(
    "refused taken back: not looked at, the log of aws-staging cannot be read with the role that this job has: no answer. Run the job again",
  );
});

describe("--logged: the log is the evidence, where the application's workflow released", () => {
  const logged = () => ({ ...options(), evidence: undefined, logged: true }) as never;

  test("its last completed release goes on", async () => {
    await promote("aws-prod", logged());
    expect(shown).toBe("");
    expect(readFileSync(join(job.folder, "output"), "utf8")).toBe(`image=${image}\n`);
  });

  test.each([
    ["none completed", async () => [release({ status: "rolled_back" })], /aws-staging: expected a completed release/],
    ["it cannot be read", () => Promise.reject(new Error("AccessDenied")), /its log cannot be read here: AccessDenied/],
  ])("nothing goes on where %s", async (_, releases, message) => {
    await expect(promote("aws-prod", Object.assign(logged(), { releases }))).rejects.toThrow(message);
  });

  test("with --evidence it is a mistake", async () => {
    await expect(promote("aws-prod", { ...options(), logged: true })).rejects.toThrow(
      "expected --evidence or --logged",
    );
  });
});

test("a standby takes what production released in the same run, with its signed evidence, and waits for no watch", async () => {
  job.fake.code.refs.set("refs/tags/v1.2.0", commit);
  const production = {
    stack: "aws-codebuild-prod",
    system: "kiro-worker",
    platform: "aws-codebuild",
    environment: "prod",
  };
  const released = { build: commit, tag: "v1.2.0", ended: "2026-11-30T11:30:00Z" };
  const of = (environment: string) => evidence({ ...production, environment, ...released });
  const standby = { ...options(), releases: async () => [release(released)] };
  await promote("aws-codebuild-prod-dr", { ...standby, evidence: of("staging") });
  expect(shown).toContain("evidence: expected that of kiro-worker aws-codebuild prod");
  shown = "";
  process.exitCode = 0;
  await promote("aws-codebuild-prod-dr", { ...standby, evidence: of("prod") });
  const reasons = shown.split("\n").filter((line) => line.startsWith("refused"));
  // Only that this checkout may have edits while the tests run.
  expect(reasons.filter((line) => !line.includes("checkout:"))).toEqual([]);
});

test.each([
  ["aws-staging", /aws-staging: staging is the first environment of trunk/],
  ["aws-test", /aws-test: the pipeline trunk does not lead to test/],
  ["account-prod", /account-prod: expected a system with a pipeline/],
])("%s takes no promotion", async (id, message) => {
  await expect(promote(id, options())).rejects.toThrow(message);
});

describe("production of candidates", () => {
  const looked = (subject: string) => {
    const items = [`aws-codebuild-staging: ${subject}`, "aws-staging: alarms other"];
    const list = Buffer.from(JSON.stringify(items)).toString("base64");
    return `<!-- multicloud-stacks:health -->\n<!-- listed: ${list} -->\n\ntext`;
  };
  const open = (body: string) =>
    job.fake.conversations.open("Health", { body, labels: [{ name: "health" }], by: "github-actions[bot]" });
  const released = () => ({
    ...options(),
    evidence: evidence({
      ...{ stack: "aws-codebuild-staging", system: "kiro-worker", platform: "aws-codebuild" },
      ...{ build: commit, tag: "v1.2.0-rc.1", ended },
    }),
    releases: async () => [release({ build: commit, tag: "v1.2.0-rc.1" })],
  });
  beforeEach(() => {
    process.env["GITHUB_TOKEN"] = job.fake.token({ actions: "read", contents: "read", issues: "read" });
    job.fake.code.refs.set("refs/tags/v1.2.0-rc.1", commit);
  });
  const healthIn = () => shown.split("\n").filter((line) => line.includes("health:"));

  test.each([
    ["raised", "alarms errors"],
    ["unseen", "alarms: not looked at"],
  ])("is refused while the health issue names the stack of staging: %s", async (_, subject) => {
    open(looked(subject));
    await promote("aws-codebuild-prod", released());
    expect(process.exitCode).toBe(1);
    expect(healthIn()).toEqual([`refused health: issue #1: aws-codebuild-staging: ${subject}`]);
  });

  test("an issue whose list cannot be read is refused, one of other stacks, of others, or closed is not", async () => {
    open("<!-- multicloud-stacks:health -->\n<!-- listed:  -->\n\ntext");
    await health("aws-codebuild-staging");
    expect(process.exitCode).toBe(1);
    expect(healthIn()).toEqual(["refused health: issue #1 is open, and its list cannot be read"]);
    for (const issue of job.fake.conversations.all) issue.state = "closed";
    open(
      looked("alarms errors").replace(
        /listed: \S+/,
        `listed: ${Buffer.from('["aws-staging: alarms x"]').toString("base64")}`,
      ),
    );
    job.fake.conversations.open("Mine", { body: looked("alarms errors"), labels: [{ name: "health" }], by: "eve" });
    await health("aws-codebuild-staging");
    expect(process.exitCode).toBe(0);
    expect(job.out).toContain("ok      health: no open issue names aws-codebuild-staging");
  });

  test("a token that may not read issues is an error: what is not seen is not well", async () => {
    process.env["GITHUB_TOKEN"] = job.fake.token({ actions: "read", contents: "read" });
    await expect(health("aws-codebuild-staging")).rejects.toThrow(/403/);
  });
});
