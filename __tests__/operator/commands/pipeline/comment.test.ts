import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { comment } from "../../../../operator/commands/pipeline/comment";
import { type LookedOf, writeLooked } from "../../../../operator/pipeline/looked";
import type { FakeIssue } from "../../../support/github/conversations";
import { GitHubJob } from "../../../support/github-job";
import { stackPlan } from "../../plan/stack-plan";

const head = "b".repeat(40);
let job: GitHubJob;
let pull: FakeIssue;
let from: string;

beforeEach(async () => {
  job = await GitHubJob.start({ "pull-requests": "write" });
  pull = job.fake.conversations.open("Edit", { pull: { head: "edit", base: "main", draft: false, sha: head } });
  job.event({ pull_request: { number: pull.number, head: { sha: head } } });
  from = join(job.folder, "plans");
});
afterEach(() => job.stop());

const planned = (name: string, more: Partial<LookedOf<"plan">> = {}): LookedOf<"plan"> => ({
  version: 1,
  what: "plan",
  name,
  at: "2026-11-30T08:00:00.000Z",
  stacks: [`aws-${name}`],
  plans: [{ id: `aws-${name}`, plan: stackPlan([{ address: "aws_lb.one", action: "create" }], { id: `aws-${name}` }) }],
  ...more,
});
const write = (looked: LookedOf<"plan">, folder = from) => writeLooked(folder, looked, "");
const bodies = () => pull.comments.map(({ body }) => body ?? "");

test("the plans of all environments are one comment, whether or not a download made a folder of each", async () => {
  write(planned("dev"), join(from, "plan-dev"));
  write(planned("prod"));
  await comment({ from });
  expect(bodies()).toHaveLength(1);
  const [body = ""] = bodies();
  expect(body).toMatch(/^<!-- multicloud-stacks:plans -->\n\nPlanned by \[this run\]\(https:\/\/github.com\/your-org/);
  expect([...body.matchAll(/^# (.*)$/gm)].map(([, name]) => name)).toEqual(["dev", "prod"]);
  expect(body.match(/<!--/g)).toHaveLength(1);
  expect(job.out).toEqual([`#${pull.number}: comment made`]);
  expect(job.fake.unknown).toEqual([]);
});

test("it is written again instead of another one, and left where nothing differs", async () => {
  write(planned("dev"));
  await comment({ from });
  await comment({ from });
  write(planned("dev", { plans: [{ id: "aws-dev", error: "no credentials" }] }));
  await comment({ from });
  expect(bodies()).toHaveLength(1);
  expect(bodies()[0]).toContain("no credentials");
  expect(job.out.map((line) => line.split(" ").at(-1))).toEqual(["made", "unchanged", "updated"]);
});

test("a comment of someone else that begins in the same way is left alone", async () => {
  const body = "<!-- multicloud-stacks:plans -->\n\nAll is well, merge it";
  pull.comments.push({ id: 1, body, created_at: "", updated_at: "", user: { login: "eve", type: "User" } });
  await comment({ from });
  expect(bodies()).toEqual([body, expect.stringContaining("No plan was made")]);
});

test("two runs at once leave one comment, with the newer text", async () => {
  const comments = `/repos/your-org/stacks/issues/${pull.number}/comments`;
  let isOnce = true;
  // After the first look, before the comment is made.
  job.fake.instead.set(`POST ${comments}`, () => {
    if (isOnce) {
      const body = "<!-- multicloud-stacks:plans -->\n\nof another run";
      const user = { login: "github-actions[bot]", type: "Bot" };
      pull.comments.push({ id: 2, body, created_at: "", updated_at: "", user });
    }
    isOnce = false;
    return undefined;
  });
  await comment({ from, expect: [] });
  expect(bodies()).toEqual([expect.stringContaining("No stack is affected.")]);
});

test("a comment that was deleted between look and write is made again", async () => {
  write(planned("dev"));
  await comment({ from });
  const [{ id = 0 } = {}] = pull.comments;
  job.fake.instead.set(`PATCH /repos/your-org/stacks/issues/comments/${id}`, () => {
    pull.comments.length = 0;
    return undefined;
  });
  write(planned("dev", { commit: "c0ffee" }));
  await comment({ from });
  expect(bodies()).toEqual([expect.stringContaining("c0ffee")]);
});

test("plans of a commit that is not the newest any more are not written over those of the newest", async () => {
  job.event({ pull_request: { number: pull.number, head: { sha: "a".repeat(40) } } });
  write(planned("dev"));
  await comment({ from });
  expect(bodies()).toEqual([]);
  expect(job.out[0]).toMatch(/left as it is: these plans are of aaaaaaaaaaaa, the branch is at bbbbbbbbbbbb/);
});

test.each([
  ["of another environment", "aws-prod"],
  ["of the same environment, which another job plans", "gcp-dev"],
])("an affected stack %s without a plan is named", async (_, missing) => {
  write(planned("dev"));
  await comment({ from, expect: ["aws-dev", missing] });
  expect(bodies()[0]).toContain(`**Not planned: \`${missing}\`.** The job has not run`);
});

test("an affected stack that no pull request plans is named", async () => {
  write(planned("dev"));
  await comment({ from, expect: ["aws-dev", "kubernetes-dev"], later: ["kubernetes-dev", "kubernetes-prod"] });
  expect(bodies()[0]).toMatch(/\n\n\*\*Planned in no pull request: `kubernetes-dev`\.\*\* /);
  expect(bodies()[0]).not.toMatch(/Not planned/);
  await comment({ from, expect: ["aws-dev"], later: ["kubernetes-dev"] });
  expect(bodies()[0]).not.toMatch(/Planned in no/);
});

test("where no pull request plans any affected stack, that is not said to be nothing", async () => {
  await comment({ from, expect: ["kubernetes-dev"], later: ["kubernetes-dev"] });
  expect(bodies()[0]).toContain("Planned in no pull request: `kubernetes-dev`");
  expect(bodies()[0]).not.toContain("No stack is affected");
});

test.each([
  ["nothing is affected", [] as string[], /\n\nNo stack is affected\.$/],
  ["nothing is known", undefined, /No plan was made: no stack is affected, or the jobs of \[this run\]/],
])("where %s, that is said in a line", async (_, expected, text) => {
  await comment({ from, ...(expected && { expect: expected }) });
  expect(bodies()[0]).toMatch(text);
});

test("many plans stay below what GitHub takes, and say what is left out", async () => {
  const changes = Array.from({ length: 400 }, (_, n) => ({
    address: `aws_thing.${"x".repeat(80)}_${n}`,
    action: "delete" as const,
  }));
  for (const name of ["dev", "test", "staging", "prod", "prod-dr"]) {
    const plans = Array.from({ length: 12 }, (_, n) => `aws-${name}-${n}`);
    write(planned(name, { plans: plans.map((id) => ({ id, plan: stackPlan(changes, { id }) })) }));
  }
  await comment({ from, expect: Array.from({ length: 300 }, (_, n) => `${"long-name-".repeat(4)}${n}`) });
  const [body = ""] = bodies();
  expect(body.length).toBeGreaterThan(40_000);
  expect(body.length).toBeLessThanOrEqual(65_536);
  expect(body.match(/Left out for length/g)?.length).toBeGreaterThan(5);
});

test.each([
  ["no JSON", "{", /plans\/dev.json: expected what `look plan` writes, found no JSON/],
  [
    "another look",
    '{"version":1,"what":"due","name":"dev","at":"2026-11-30T08:00:00Z","stacks":[],"findings":[]}',
    /found that of `look due`/,
  ],
  ["something else", "[]", /found something else/],
])("a file that is %s is refused, and nothing is written", async (_, text, message) => {
  mkdirSync(from);
  writeFileSync(join(from, "dev.json"), text);
  await expect(comment({ from })).rejects.toThrow(message);
  expect(bodies()).toEqual([]);
});

test("hundreds of stacks that were not planned leave room for the plans", async () => {
  write(planned("dev"));
  const many = Array.from({ length: 1200 }, (_, index) => `a-system-with-a-long-name-aws-serverless-${index}-staging`);
  await comment({ from, expect: many });
  expect(bodies()[0]).toContain("-99-staging` and 1100 more.**");
  expect(bodies()[0]).toContain("# dev");
});

test("outside of a pull request it says so", async () => {
  delete process.env["GITHUB_EVENT_PATH"];
  await expect(comment({ from })).rejects.toThrow("expected a run of a pull request, or --pull-request <number>");
});

test("a token without the right to write says which right it lacks", async () => {
  process.env["GITHUB_TOKEN"] = job.fake.token({ "pull-requests": "read" });
  await expect(comment({ from })).rejects.toThrow(/\(403\).*`permissions` of the job/);
});
