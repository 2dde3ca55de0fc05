import { FakeGitHub } from "./fake-github";

let fake: FakeGitHub;
const loaded = () => import("@octokit/rest");
let Client: Awaited<ReturnType<typeof loaded>>["Octokit"];
beforeAll(async () => {
  Client = (await loaded()).Octokit;
});
beforeEach(async () => {
  fake = await FakeGitHub.start("acme/shop", () => new Date("2026-11-30T08:00:00Z"));
});
afterEach(() => fake.stop());

const shop = { owner: "acme", repo: "shop" };
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const client = (token = fake.token()) => new Client({ auth: token, baseUrl: fake.url, log: silent });
const status = (call: Promise<unknown>) =>
  call.then(
    () => "done",
    (error: { status: number; message: string }) => `${error.status} ${error.message.replace(/ - https.*/, "")}`,
  );

test("a list comes in pages, which GitHub's own client follows to the end", async () => {
  const { number } = fake.conversations.open("A plan", { pull: { head: "edit", base: "main", draft: false } });
  const { rest, paginate } = client();
  for (let count = 0; count < 65; count++) {
    await rest.issues.createComment({ ...shop, issue_number: number, body: `comment ${count}` });
  }
  const all = await paginate(rest.issues.listComments, { ...shop, issue_number: number });
  expect(all.map(({ body }) => body)).toEqual(Array.from({ length: 65 }, (_, count) => `comment ${count}`));
  expect(fake.requests.filter((request) => request.startsWith("GET"))).toHaveLength(3);
  const { headers } = await rest.issues.listComments({ ...shop, issue_number: number, page: 2 });
  const rels = [...(headers.link ?? "").matchAll(/[?&]page=(\d+)>; rel="(\w+)"/g)].map(
    ([, page, rel]) => `${rel} ${page}`,
  );
  expect(rels).toEqual(["prev 1", "next 3", "last 3", "first 1"]);
});

test("a list with a key gives its items and their number", async () => {
  for (let count = 0; count < 31; count++) fake.environments.set(`e${count}`);
  const { rest, paginate } = client();
  const { data } = await rest.repos.getAllEnvironments(shop);
  expect([data.total_count, data.environments?.length]).toEqual([31, 30]);
  expect(await paginate(rest.repos.getAllEnvironments, shop)).toHaveLength(31);
});

test("a comment is changed in place and removed; a text that GitHub would refuse is refused", async () => {
  const { number: issue_number } = fake.conversations.open("A plan", {
    pull: { head: "edit", base: "main", draft: false },
  });
  const { issues } = client(fake.token({ "pull-requests": "write" })).rest;
  const { data } = await issues.createComment({ ...shop, issue_number, body: "one" });
  await issues.updateComment({ ...shop, comment_id: data.id, body: "two" });
  expect(fake.conversations.all[0]?.comments).toMatchObject([{ body: "two", user: { login: "github-actions[bot]" } }]);
  const long = issues.updateComment({ ...shop, comment_id: data.id, body: "x".repeat(65_537) });
  expect(await status(long)).toMatch(/^422 .*body is too long \(maximum is 65536 characters\)/);
  await issues.deleteComment({ ...shop, comment_id: data.id });
  expect(fake.conversations.all[0]?.comments).toEqual([]);
});

test("issues are found by label and state, and closed with a reason", async () => {
  const { issues } = client(fake.token({ issues: "write" })).rest;
  await issues.create({ ...shop, title: "Other" });
  const { data } = await issues.create({ ...shop, title: "Drift", body: "b", labels: ["drift"] });
  const open = () =>
    issues.listForRepo({ ...shop, labels: "drift" }).then(({ data }) => data.map(({ title }) => title));
  expect(await open()).toEqual(["Drift"]);
  await issues.update({ ...shop, issue_number: data.number, state: "closed", state_reason: "completed" });
  expect(await open()).toEqual([]);
  expect(fake.conversations.all[1]).toMatchObject({ state: "closed", state_reason: "completed" });
});

test.each([
  ["no permission", "403 Resource not accessible by integration", {}],
  ["issues: read", "403 Resource not accessible by integration", { issues: "read" }],
  ["issues: write", "done", { issues: "write" }],
] as const)("a token with %s that opens an issue: %s", async (_title, expected, permissions) => {
  expect(await status(client(fake.token(permissions)).rest.issues.create({ ...shop, title: "t" }))).toBe(expected);
});

test("an unknown token, another repository and an unknown path are refused, and the last is remembered", async () => {
  expect(await status(client("ghs_other").rest.repos.get(shop))).toBe("401 Bad credentials");
  expect(await status(client().rest.repos.get({ owner: "acme", repo: "other" }))).toBe("404 Not Found");
  expect(await status(client().rest.repos.listLanguages(shop))).toBe("404 Not Found");
  expect(fake.unknown).toEqual(["GET /repos/acme/shop/languages"]);
});

test("an approval names who, which environment and what was said, and never when", async () => {
  fake.environments.set("prod", { reviewers: ["ada", "bob"], preventSelfReview: true });
  const run = fake.runs.start({ actor: "ada" });
  run.waiting.push("prod");
  expect(() => fake.runs.review(run.id, "prod", "eve")).toThrow("eve is no reviewer of prod");
  expect(() => fake.runs.review(run.id, "prod", "ada")).toThrow("ada started the run, and prod prevents self-review");
  fake.runs.review(run.id, "prod", "bob", "approved", "Ship it!");
  const { actions } = client(fake.token({ actions: "read" })).rest;
  const { data } = await actions.getReviewsForRun({ ...shop, run_id: run.id });
  expect(data).toMatchObject([
    { state: "approved", user: { login: "bob" }, comment: "Ship it!", environments: [{ name: "prod" }] },
  ]);
  expect(Object.keys(data[0] ?? {}).sort()).toEqual(["comment", "environments", "state", "user"]);
  expect(run.waiting).toEqual([]);
});

test("who is waited for is shown, and a reviewer's token may approve", async () => {
  const { id } = fake.environments.set("prod", { reviewers: ["bob"], waitTimer: 1440 });
  const run = fake.runs.start();
  run.waiting.push("prod");
  const of = (login: string) => client(fake.token({ actions: "read", deployments: "write" }, login)).rest.actions;
  const pending = await of("bob").getPendingDeploymentsForRun({ ...shop, run_id: run.id });
  expect(pending.data).toMatchObject([
    { environment: { name: "prod" }, wait_timer: 1440, current_user_can_approve: true, reviewers: [{ type: "User" }] },
  ]);
  const decision = { ...shop, run_id: run.id, environment_ids: [id], state: "approved" as const, comment: "" };
  expect(await status(of("eve").reviewPendingDeploymentsForRun(decision))).toMatch(/^422 eve is no reviewer of prod/);
  await of("bob").reviewPendingDeploymentsForRun(decision);
  expect(run.approvals).toMatchObject([{ environment: "prod", by: "bob", state: "approved" }]);
});

test("a PUT of an environment replaces all its rules, and wants an administrator", async () => {
  const { repos } = client().rest;
  const prod = { ...shop, environment_name: "prod" };
  const { id } = fake.environments.person("bob");
  const rules = { wait_timer: 1440, prevent_self_review: true, reviewers: [{ type: "User" as const, id }] };
  await repos.createOrUpdateEnvironment({ ...prod, ...rules });
  expect((await repos.getEnvironment(prod)).data.protection_rules).toMatchObject([
    { type: "wait_timer", wait_timer: 1440 },
    { type: "required_reviewers", prevent_self_review: true, reviewers: [{ reviewer: { login: "bob" } }] },
  ]);
  await repos.createOrUpdateEnvironment(prod);
  expect((await repos.getEnvironment(prod)).data.protection_rules).toEqual([]);
  const workflow = client(fake.token({ actions: "write", contents: "write" })).rest.repos;
  expect(await status(workflow.createOrUpdateEnvironment(prod))).toBe("403 Resource not accessible by integration");
  expect(await status(repos.createOrUpdateEnvironment({ ...prod, wait_timer: 43_201 }))).toMatch(/^422 /);
});

test("a ruleset is made, listed without its rules, changed and removed", async () => {
  const { repos } = client().rest;
  const rules = [{ type: "required_signatures" as const }];
  const { data } = await repos.createRepoRuleset({ ...shop, name: "main", enforcement: "active", rules });
  expect((await repos.getRepoRulesets(shop)).data[0]).not.toHaveProperty("rules");
  expect((await repos.getRepoRuleset({ ...shop, ruleset_id: data.id })).data).toMatchObject({ name: "main", rules });
  const again = repos.createRepoRuleset({ ...shop, name: "main", enforcement: "active" });
  expect(await status(again)).toMatch(/^422 .*Name must be unique/);
  await repos.updateRepoRuleset({ ...shop, ruleset_id: data.id, enforcement: "disabled" });
  expect(fake.code.rulesets).toMatchObject([{ enforcement: "disabled", rules }]);
  await repos.deleteRepoRuleset({ ...shop, ruleset_id: data.id });
  expect(fake.code.rulesets).toEqual([]);
});

test("a tag is found by its name, and one that does not exist is not", async () => {
  fake.code.refs.set("refs/tags/v1.2.0", "b".repeat(40));
  const { git, repos } = client(fake.token({ contents: "write" })).rest;
  expect((await git.getRef({ ...shop, ref: "tags/v1.2.0" })).data.object.sha).toBe("b".repeat(40));
  expect(await status(git.getRef({ ...shop, ref: "tags/v1.2.1" }))).toBe("404 Not Found");
  expect((await repos.getCommit({ ...shop, ref: "v1.2.0" })).data.sha).toBe("b".repeat(40));
  await git.createRef({ ...shop, ref: "refs/tags/v1.2.1", sha: "c".repeat(40) });
  expect((await repos.listTags(shop)).data.map(({ name }) => name)).toEqual(["v1.2.0", "v1.2.1"]);
  expect(await status(git.createRef({ ...shop, ref: "refs/tags/v1.2.1", sha: "c".repeat(40) }))).toMatch(
    /already exists/,
  );
});

test("a pull request from one branch to another is opened once", async () => {
  const { pulls } = client(fake.token({ "pull-requests": "write" })).rest;
  const change = { ...shop, title: "Deploy", head: "deploy-prod-v1.2.0", base: "main" };
  await pulls.create(change);
  expect(await status(pulls.create(change))).toMatch(/^422 /);
  expect((await pulls.list({ ...shop, head: "acme:deploy-prod-v1.2.0" })).data.map(({ title }) => title)).toEqual([
    "Deploy",
  ]);
});
