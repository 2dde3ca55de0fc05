import { readFileSync } from "node:fs";
import { join } from "node:path";
import { artifacts } from "../../../../operator/commands/pipeline/artifacts";
import type { FakeRun } from "../../../support/github/runs";
import { GitHubJob } from "../../../support/github-job";

const commit = "c".repeat(40);
const minute = 60_000;
let job: GitHubJob;
let minutes: number;
/** What happens in a minute of the wait. */
let happens: Map<number, () => void>;

beforeEach(async () => {
  job = await GitHubJob.start({ actions: "read" }, { GITHUB_REF: "refs/tags/v1.2.0", GITHUB_SHA: commit });
  process.env["GITHUB_OUTPUT"] = join(job.folder, "output");
  minutes = 0;
  happens = new Map();
});
afterEach(async () => {
  expect(job.fake.unknown).toEqual([]);
  await job.stop();
});

const clock = {
  now: () => minutes * minute,
  sleep: async (ms: number) => {
    minutes += ms / minute;
    happens.get(minutes)?.();
  },
};
const found = (stack = "aws-codebuild-prod", logged = false) => artifacts(stack, { clock, logged });
const outputs = () => readFileSync(join(job.folder, "output"), "utf8");

const path = ".github/workflows/checks.yml";
const good = { status: "completed", conclusion: "success" } as const;
/** A run of the checks of this commit. */
const checks = (more: Partial<FakeRun> = {}) =>
  job.fake.runs.start({ path, head_sha: commit, ...good, ...more } as FakeRun);
const covered = (run: FakeRun, expired = false) => job.fake.artifacts.keep(`coverage-${commit}`, run, expired);
/** A run that keeps evidence of the candidate in staging. */
const released = (more: Partial<FakeRun> = {}, expired = false) => {
  const file = ".github/workflows/deploy-kiro-worker.yml";
  const run = job.fake.runs.start({ path: file, head_branch: "v1.2.0-rc.1", ...good, ...more } as FakeRun);
  job.fake.artifacts.keep("evidence-aws-codebuild-staging", run, expired);
  return run;
};

test("the run with the coverage of this commit and the one with the newest evidence are found at once", async () => {
  released();
  const [evidence, run] = [released({ event: "workflow_dispatch" }), checks()];
  covered(run);
  await found();
  expect(outputs()).toBe(`coverage_run=${run.id}\nevidence_run=${evidence.id}\n`);
  expect(minutes).toBe(0);
});

test("it waits for checks that start later and run, and takes what was released meanwhile", async () => {
  released();
  let [run, evidence] = [undefined as FakeRun | undefined, undefined as FakeRun | undefined];
  happens.set(2, () => {
    run = checks({ status: "queued", conclusion: null });
  });
  happens.set(7, () => Object.assign(run as FakeRun, { status: "in_progress" }));
  happens.set(50, () => {
    evidence = released();
  });
  happens.set(80, () => {
    Object.assign(run as FakeRun, good);
    covered(run as FakeRun);
  });
  await found();
  expect(minutes).toBe(80);
  expect(outputs()).toBe(`coverage_run=${run?.id}\nevidence_run=${evidence?.id}\n`);
  expect(job.out[0]).toBe(`checks: waiting for a run of checks.yml of commit ${commit.slice(0, 12)}`);
});

test.each<[string, Partial<FakeRun>]>([
  ["a fork's pull request", { fork: true, event: "pull_request" }],
  ["a fork, of whichever event", { fork: true }],
  ["a pull request of this repository", { event: "pull_request" }],
  ["another file", { path: ".github/workflows/mine.yml" }],
])("newer artifacts of %s are not taken", async (_, more) => {
  const [evidence, run] = [released(), checks()];
  covered(run);
  released(more);
  covered(checks(more));
  await found();
  expect(outputs()).toBe(`coverage_run=${run.id}\nevidence_run=${evidence.id}\n`);
});

test("hundreds of artifacts of a fork hide none", async () => {
  const [evidence, run] = [released(), checks()];
  covered(run);
  for (let more = 0; more < 250; more++) released({ fork: true, event: "pull_request" });
  await found();
  expect(outputs()).toBe(`coverage_run=${run.id}\nevidence_run=${evidence.id}\n`);
});

test.each<[string, Partial<FakeRun>, boolean]>([
  ["of another branch", { head_branch: "edit" }, false],
  ["of a version, which goes to production", { head_branch: "v1.1.0" }, false],
  ["that has expired", {}, true],
])("evidence %s is not taken, and where there is no other, no one waits", async (_, more, expired) => {
  released(more, expired);
  checks({ status: "in_progress", conclusion: null });
  await expect(found()).rejects.toThrow(
    "aws-codebuild-prod: expected the artifact evidence-aws-codebuild-staging of a run of deploy-kiro-worker.yml for staging, found none: release to staging first",
  );
  expect(minutes).toBe(0);
});

test("with --logged the evidence is not looked for", async () => {
  const run = checks();
  covered(run);
  await found("aws-prod", true);
  expect(outputs()).toBe(`coverage_run=${run.id}\n`);
  expect(job.fake.requests.filter((line) => line.includes("evidence"))).toEqual([]);
});

test.each<[string, () => void, RegExp, number]>([
  ["failed", () => covered(checks({ conclusion: "failure" })), /ends well, found failure\. Run it again/, 0],
  ["were cancelled", () => checks({ conclusion: "cancelled" }), /run \d+ of checks\.yml .*found cancelled/, 0],
  [
    "failed after a run that was good",
    () => {
      covered(checks());
      checks({ conclusion: "failure" });
    },
    /found failure/,
    0,
  ],
  ["never started", () => {}, /expected a run of checks\.yml for commit c{12}, found none after 5 minutes/, 5],
  ["are of another commit", () => covered(checks({ head_sha: "d".repeat(40) })), /found none after 5 minutes/, 5],
  ["kept no coverage", () => checks(), /expected the artifact coverage-c{40} in run \d+/, 0],
  ["kept coverage that has expired", () => covered(checks(), true), /found none, or one that expired/, 0],
  [
    "never end",
    () => checks({ status: "in_progress", conclusion: null }),
    /not over after 100 minutes: run \d+ of checks\.yml is in_progress/,
    100,
  ],
])("it ends with one message where the checks %s", async (_, begin, message, after) => {
  begin();
  await expect(found("aws-prod", true)).rejects.toThrow(message);
  expect(minutes).toBe(after);
  expect(() => outputs()).toThrow(/ENOENT/);
});

test.each([
  ["GitHub's own fault", { status: 502, document: { message: "Bad Gateway" } }],
  ["a limit of calls", { status: 429, headers: { "retry-after": "3600" }, document: { message: "Too many" } }],
])("%s during the wait is not the end of it; a refusal is", async (_, answer) => {
  const runs = `GET /repos/your-org/stacks/actions/workflows/checks.yml/runs`;
  job.fake.instead.set(runs, () => answer);
  happens.set(0.5, () => job.fake.instead.delete(runs));
  const run = checks();
  covered(run);
  await found("aws-prod", true);
  expect(outputs()).toBe(`coverage_run=${run.id}\n`);
  process.env["GITHUB_TOKEN"] = job.fake.token({ contents: "read" });
  await expect(found("aws-prod", true)).rejects.toThrow(/403/);
});
