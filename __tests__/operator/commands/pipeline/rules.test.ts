import { execFileSync } from "node:child_process";
import { rules } from "../../../../operator/commands/pipeline/rules";
import { differences } from "../../../../operator/github/rulesets";
import { GitHubJob } from "../../../support/github-job";

jest.mock("node:child_process", () => {
  const real = jest.requireActual("node:child_process");
  return { ...real, execFileSync: jest.fn(real.execFileSync) };
});

let job: GitHubJob;
let shown = "";
/** For their environments for plans, and of stacks that share a repository, too. */
const reviewer = ["staging", "prod", "prod-dr"].map((name) => `${name}=acme/release-managers`);

beforeEach(async () => {
  job = await GitHubJob.start({});
  process.env["GITHUB_TOKEN"] = job.fake.token();
  job.fake.environments.person("release-managers", "Team");
  shown = "";
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    shown += text;
    return true;
  });
});
afterEach(() => job.stop());

const again = () => {
  process.env["GITHUB_TOKEN"] = job.fake.token();
  job.out.length = 0;
};
const environment = (name: string) => job.fake.environments.find(name);
const writes = () => job.fake.requests.filter((request) => !request.startsWith("GET"));

test("rulesets and environments are set, and then nothing differs", async () => {
  await rules({ yes: true, reviewer });
  expect(shown).toBe("");
  expect(job.fake.code.rulesets.map(({ name, target }) => [name, target])).toEqual([
    ["branches", "branch"],
    ["new versions", "tag"],
    ["versions", "tag"],
  ]);
  // Production of `candidates` is watched for a day.
  expect(environment("aws-codebuild-prod")).toMatchObject({
    ...{ waitTimer: 1440, preventSelfReview: true, reviewers: [{ type: "Team", login: "release-managers" }] },
    branchPolicy: { protected_branches: false, custom_branch_policies: true },
  });
  const refs = (name: string) =>
    environment(name)
      ?.policies.map((one) => `${one.type} ${one.name}`)
      .sort();
  expect(environment("prod")).toMatchObject({ waitTimer: 0, preventSelfReview: true });
  expect(refs("aws-codebuild-prod")).toEqual(["tag v*"]);
  expect(refs("prod")).toEqual(["branch main", "tag v*"]);
  expect(refs("staging")).toEqual(["branch develop", "tag v*-rc.*"]);
  expect(refs("prod-plan")).toEqual([]);
  // No one approves these, so they are for the pipelines' refs, and for the default branch, of which nights are.
  expect(environment("prod-watch")).toMatchObject({
    ...{ waitTimer: 0, reviewers: [] },
    branchPolicy: { protected_branches: false, custom_branch_policies: true },
  });
  expect(refs("prod-watch")).toEqual(["branch main", "tag v*"]);
  // A promotion to production reads the log of staging; one to the standby, that of production.
  expect(refs("staging-watch")).toEqual(["branch develop", "branch main", "tag v*", "tag v*-rc.*"]);
  expect(refs("test-watch")).toEqual(["branch main", "tag v*-rc.*"]);
  // The standby gets what production gets.
  expect(refs("prod-dr")).toEqual(["branch main", "tag v*"]);
  expect(refs("aws-codebuild-prod-dr")).toEqual(["tag v*"]);
  expect(environment("aws-codebuild-prod-dr")).toMatchObject({ waitTimer: 0, preventSelfReview: true });
  expect(environment("dev")).toMatchObject({ waitTimer: 0, reviewers: [] });
  expect(environment("local")).toBeUndefined();
  expect(job.fake.unknown).toEqual([]);
  again();
  await rules({ check: true, reviewer: [] });
  expect(job.out).toEqual(["your-org/stacks: rules and environments are as they should be"]);
  expect(process.exitCode).toBe(0);
});

test("--check changes nothing, names each difference, and ends with 1", async () => {
  await rules({ yes: true, reviewer });
  const before = writes().length;
  Object.assign(job.fake.code.rulesets[0] ?? {}, { enforcement: "disabled" });
  const prod = environment("aws-codebuild-prod");
  if (prod) Object.assign(prod, { waitTimer: 5 });
  prod?.policies.push({ id: 99, name: "hotfix", type: "branch" });
  again();
  await rules({ check: true, reviewer: [] });
  expect(job.out).toEqual([
    "ruleset branches: enforcement is set",
    "environment aws-codebuild-prod: jobs wait 5 → 1440 minutes",
    "environment aws-codebuild-prod: branch hotfix may not use it any more",
  ]);
  expect(process.exitCode).toBe(1);
  expect(writes()).toHaveLength(before);
  again();
  await rules({ yes: true, reviewer: [] });
  expect(environment("aws-codebuild-prod")?.policies.map(({ name }) => name)).not.toContain("hotfix");
  expect(environment("aws-codebuild-prod")?.reviewers).toMatchObject([{ login: "release-managers" }]);
});

test("who maintains or administers the repository makes tags of versions, and no one moves or deletes them", async () => {
  await rules({ yes: true, reviewer });
  const [, made, kept] = job.fake.code.rulesets;
  // 2: maintain, 5: admin. 4, which one would take for maintain, is write: all who push.
  const maintainers = [2, 5].map((id) => ({ actor_id: id, actor_type: "RepositoryRole", bypass_mode: "always" }));
  expect(made).toMatchObject({ rules: [{ type: "creation" }], bypass_actors: maintainers });
  expect(kept).toMatchObject({
    rules: [{ type: "deletion" }, { type: "update" }, { type: "non_fast_forward" }],
    bypass_actors: [],
  });
  for (const one of [made, kept])
    expect(one?.["conditions"]).toEqual({ ref_name: { include: ["refs/tags/v*"], exclude: [] } });
  expect(job.out).toContain("ruleset new versions: is made, with creation, not for the role maintain, the role admin");
});

test.each([
  ["a role more", "new versions", [2, 4, 5], "ruleset new versions: bypass_actors the role write is set"],
  ["one less", "new versions", [5], "ruleset new versions: bypass_actors the role maintain is set"],
  ["one where there is none", "versions", [5], "ruleset versions: bypass_actors the role admin is set"],
])("who may pass a ruleset by on GitHub is compared: %s", async (_, name, ids, line) => {
  await rules({ yes: true, reviewer });
  const ruleset = job.fake.code.rulesets.find((one) => one.name === name);
  const actors = ids.map((id) => ({ actor_id: id, actor_type: "RepositoryRole", bypass_mode: "always" }));
  Object.assign(ruleset ?? {}, { bypass_actors: actors });
  again();
  await rules({ check: true, reviewer: [] });
  expect(job.out).toEqual([line]);
  expect(process.exitCode).toBe(1);
});

test("reviewers of an environment that watches are taken away, and none is taken: a night waits for no person", async () => {
  await rules({ yes: true, reviewer });
  job.fake.environments.set("prod-watch", { reviewers: ["ann"] });
  again();
  await rules({ yes: true, reviewer: [] });
  expect(job.out).toContain("environment prod-watch: reviewers ann → none");
  expect(environment("prod-watch")?.reviewers).toEqual([]);
  again();
  await expect(rules({ reviewer: ["prod-watch=ann"] })).rejects.toThrow(
    /found prod-watch\. Those that watch have none/,
  );
});

test("scheduled runs are of the repository's default branch, also where that has another name", async () => {
  job.fake.code.defaultBranch = "trunk";
  await rules({ yes: true, reviewer });
  expect(environment("test-watch")?.policies.map(({ name }) => name)).toEqual(["trunk", "main", "v*-rc.*"]);
});

test("a ruleset of the organization with the same name is no one of the repository", async () => {
  job.fake.code.parentRulesets.push({ id: 900, name: "versions", source_type: "Organization" });
  await rules({ yes: true, reviewer });
  expect(job.fake.code.rulesets.map(({ name }) => name)).toContain("versions");
});

test.each([
  ["https://github.com/your-org/stacks.git", undefined],
  ["git@github.com:your-org/stacks.git", undefined],
  ["ssh://git@ssh.github.com:443/your-org/stacks.git", undefined],
  ["git@work:your-org/stacks", undefined],
  [
    "https://gitlab.com/your-org/stacks.git",
    /expected a repository on github\.com, found one on gitlab\.com: pass --repo/,
  ],
  ["git@git.example.com:your-org/stacks.git", /found one on git\.example\.com/],
])("rules are those of Git's origin, where it is on GitHub: %s", async (origin, refused) => {
  delete process.env["GITHUB_REPOSITORY"];
  jest.mocked(execFileSync).mockReturnValueOnce(`${origin}\n`);
  const looked = rules({ check: true, reviewer: [] });
  await (refused ? expect(looked).rejects.toThrow(refused) : expect(looked).resolves.toBeUndefined());
});

test("nothing is set where no one approves the jobs of protected stacks", async () => {
  await rules({ yes: true, reviewer: ["prod=acme/release-managers"] });
  expect(shown).toContain("environment staging: no one approves its jobs: pass --reviewer staging=<login>");
  expect(process.exitCode).toBe(1);
  expect(writes()).toEqual([]);
});

test("without a terminal and --yes nothing is set", async () => {
  await expect(rules({ reviewer })).rejects.toThrow("the rules of your-org/stacks have to be confirmed: pass --yes");
  expect(writes()).toEqual([]);
});

test("a reviewer of an environment that no stack has is refused, and one whom GitHub does not know", async () => {
  await expect(rules({ reviewer: ["production=ann"] })).rejects.toThrow(
    /--reviewer: expected environments of .*found production/,
  );
  again();
  await expect(rules({ reviewer: ["prod=no-such-login"] })).rejects.toThrow(
    /refused GET \/users\/no-such-login \(404\)/,
  );
});

test("a token of a job may not set rules, and that is said", async () => {
  process.env["GITHUB_TOKEN"] = job.fake.token({ actions: "write", contents: "write", members: "read" });
  await expect(rules({ yes: true, reviewer })).rejects.toThrow(/refused POST .*rulesets \(403\)/);
});

test.each<[string, unknown, unknown, string[]]>([
  ["what GitHub adds", { a: 1 }, { a: 1, id: 7 }, []],
  ["a rule that is missing", { rules: [{ type: "update" }] }, { rules: [] }, ["rules update"]],
  ["a rule that is not wanted", { rules: [] }, { rules: [{ type: "creation" }] }, ["rules creation"]],
  ["a parameter", { rules: [{ type: "x", p: { n: 2 } }] }, { rules: [{ type: "x", p: { n: 1 } }] }, ["rules x"]],
  [
    "someone who passes by on pull requests alone",
    { bypass_actors: [] },
    { bypass_actors: [{ actor_type: "Team", actor_id: 7, bypass_mode: "pull_request" }] },
    ["bypass_actors Team 7 (pull_request)"],
  ],
  ["another order", { a: [1, 2] }, { a: [2, 1] }, []],
])("a ruleset with %s", (_, wanted, there, paths) => {
  expect(differences(wanted, there)).toEqual(paths);
});
