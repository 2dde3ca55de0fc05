import { findApproval } from "../../../operator/github/approval";
import { gitHub } from "../../../operator/github/client";
import { thisRun } from "../../../operator/github/run";
import { FakeGitHub } from "../../support/fake-github";
import type { FakeRun } from "../../support/github/runs";
import { jobVariables } from "../../support/github-job";

let fake: FakeGitHub;
let run: FakeRun;

beforeEach(async () => {
  fake = await FakeGitHub.start("your-org/stacks");
  fake.environments.set("prod", { reviewers: ["ann", "bob", "cid"] });
  fake.environments.set("aws-prod", { reviewers: ["cid"] });
  fake.environments.set("dev", { reviewers: ["bob"] });
  run = fake.runs.start({ id: 77, actor: "ann" });
});
afterEach(() => fake.stop());

const find = async (more: NodeJS.ProcessEnv = {}, environments = ["prod"]) => {
  const env = { ...jobVariables(fake, { actions: "read" }), ...more };
  return findApproval(await gitHub(env), thisRun(env), { stack: "aws-prod", environments });
};
const review = (by: string, name = "prod", state: "approved" | "rejected" = "approved") =>
  fake.runs.review(run.id, name, by, state);
const runs = "/repos/your-org/stacks/actions/runs/77";
const answers = (path: string, document: unknown, status = 200) =>
  fake.instead.set(`GET ${path}`, () => ({ status, document }));

test("another person's approval of the stack's environment confirms it, with the rights of `actions: read` alone", async () => {
  review("bob");
  await expect(find()).resolves.toEqual({
    run: "https://github.com/your-org/stacks/actions/runs/77",
    approver: "bob",
    environment: "prod",
  });
  expect(fake.unknown).toEqual([]);
});

test("an approval of one of the stack's environments counts in any case of its letters, and is the one that is recorded", async () => {
  review("bob", "dev");
  review("cid", "aws-prod");
  await expect(find({}, ["AWS-prod", "prod"])).resolves.toMatchObject({
    approver: "cid",
    environment: "aws-prod",
  });
});

test("the approval of another person is recorded, where the one who triggered the run gave one too", async () => {
  review("bob");
  review("ann");
  await expect(find()).resolves.toMatchObject({ approver: "bob" });
});

const approval = (user: object, state = "approved") => [{ state, user, environments: [{ name: "prod" }] }];

test.each<[string, () => unknown, RegExp]>([
  ["there is none", () => {}, /expected an approval of the GitHub environment prod in run 77, found none/],
  ["it is of another environment", () => review("bob", "dev"), /environment prod .*found none/],
  ["it waits", () => answers(`${runs}/approvals`, approval({ login: "bob" }, "pending")), /found none/],
  ["someone rejected", () => [review("bob"), review("cid", "prod", "rejected")], /cid rejected prod in run 77/],
  ["an app gave it", () => answers(`${runs}/approvals`, approval({ login: "g[bot]", type: "Bot" })), /found none/],
  ["who triggered the run gave it", () => review("ann"), /ann triggered run 77 and approved it/],
  [
    "who started the run again gave it",
    () => {
      review("bob");
      answers(runs, { run_attempt: 1, actor: { login: "ann" }, triggering_actor: { login: "Bob" } });
    },
    /a protected stack needs the approval of another person/,
  ],
  [
    "no one is known to have triggered it",
    () => {
      review("bob");
      answers(runs, { run_attempt: 1 });
    },
    /does not say who triggered/,
  ],
  [
    "the run was started again meanwhile",
    () => answers(runs, { run_attempt: 2, actor: { login: "ann" } }),
    /started again as attempt 2: start a new run/,
  ],
  [
    "GitHub refuses the question",
    () => answers(`${runs}/approvals`, { message: "Resource not accessible by integration" }, 403),
    /GitHub refused GET .*\/runs\/77\/approvals \(403\): Resource not accessible.*`permissions` of the job/,
  ],
  [
    "the answer is not as expected",
    () => answers(`${runs}/approvals`, [{ state: "granted", environments: [] }]),
    /the answer is not as expected: 0.state|state/,
  ],
])("it is refused where %s", async (_, arrange, message) => {
  arrange();
  await expect(find()).rejects.toThrow(message);
});

test.each([
  ["no job", { GITHUB_ACTIONS: undefined }, /expected a job of GitHub Actions: GITHUB_ACTIONS is not set/],
  ["no run", { GITHUB_RUN_ID: undefined }, /GITHUB_RUN_ID has no value/],
  ["a second attempt", { GITHUB_RUN_ATTEMPT: "2" }, /attempt 2 of run 77.*start a new run in place of a re-run/],
  ["no repository", { GITHUB_REPOSITORY: "stacks" }, /GITHUB_REPOSITORY: expected .* owner\/name, found stacks/],
  ["an address in the clear", { GITHUB_API_URL: "http://elsewhere.example" }, /GITHUB_API_URL: expected an address/],
  ["no answer", { GITHUB_API_URL: "http://127.0.0.1:9" }, /GitHub cannot be reached at http:\/\/127.0.0.1:9/],
  ["an unknown token", { GITHUB_TOKEN: "ghs_other" }, /\(401\): Bad credentials.*is not valid/],
])("it is refused with %s", async (_, more, message) => {
  review("bob");
  await expect(find(more)).rejects.toThrow(message);
});

test("a fault of GitHub's own is tried again", async () => {
  review("bob");
  let faults = 1;
  fake.instead.set(`GET ${runs}`, () => (faults-- > 0 ? { status: 502, document: {} } : undefined));
  await expect(find()).resolves.toMatchObject({ approver: "bob" });
});
