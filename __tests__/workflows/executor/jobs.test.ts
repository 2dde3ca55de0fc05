import { FakeGitHub } from "../../support/fake-github";
import { run, start, steps } from "./fixture";
import { jobOf } from "./results";

const job = (id: string, more = "", command = "echo") =>
  `  ${id}:\n    runs-on: x\n${more ? `    ${more}\n` : ""}    steps: [{ run: "${command}" }]\n`;

const results = (result: Awaited<ReturnType<typeof run>>) =>
  Object.fromEntries(result.jobs.map(({ id, result: of }) => [id, of]));

test("jobs wait for those that they need; a failure skips what follows, except what asks", async () => {
  const order: string[] = [];
  const text = `jobs:\n${job("last", "needs: [bad, good]")}${job("good", "needs: first")}${job("bad", "needs: first", "exit 1")}${job("first")}${job("report", "needs: last\n    if: always()")}${job("rescue", "needs: last\n    if: failure()")}`;
  const result = await run(text, { beforeStep: (path) => order.push(path) });
  expect(results(result)).toEqual({
    ...{ first: "success", good: "success", bad: "failure", last: "skipped", report: "success", rescue: "success" },
  });
  expect(order[0]).toBe("first");
  expect(order.indexOf("report")).toBeGreaterThan(order.indexOf("bad"));
  expect(result.result).toBe("failure");
});

test("success() looks at all jobs before, also those before a job that went on regardless: as on GitHub", async () => {
  const text = `jobs:\n${job("a", "if: false")}${job("b", "needs: a\n    if: always()")}${job("c", "needs: b")}`;
  expect(results(await run(text))).toEqual({ a: "skipped", b: "success", c: "skipped" });
});

test("a matrix from another job's output runs one job each; an empty one is an error that a condition avoids", async () => {
  const text = (list: string, condition: string) => `jobs:
  find:
    runs-on: x
    outputs: { list: "\${{ steps.a.outputs.list }}" }
    steps: [{ id: a, run: 'echo "list=$LIST" >> $GITHUB_OUTPUT', env: { LIST: '${list}' } }]
  each:
    needs: find
    ${condition}
    runs-on: x
    strategy: { matrix: { e: "\${{ fromJSON(needs.find.outputs.list) }}" } }
    environment: \${{ matrix.e }}-plan
    concurrency: { group: "\${{ matrix.e }}", cancel-in-progress: false }
    steps: [{ run: "echo \${{ matrix.e }}" }]
`;
  const two = await run(text('["dev","prod"]', ""));
  expect(jobOf(two, "each", { e: "prod" })).toMatchObject({
    environment: { name: "prod-plan" },
    concurrency: { group: "prod", "cancel-in-progress": false },
    steps: [{ output: "prod\n" }],
  });
  const empty = await run(text("[]", ""));
  expect(jobOf(empty, "each")).toMatchObject({
    result: "failure",
    error: "Matrix vector 'e' does not contain any values",
  });
  expect(results(await run(text("[]", "if: needs.find.outputs.list != '[]'")))["each"]).toBe("skipped");
});

test.each([
  [true, "cancelled"],
  [false, "success"],
])("fail-fast: %s: a failure in the matrix leaves the others %s", async (failFast, expected) => {
  const text = `jobs:
  each:
    runs-on: x
    strategy: { fail-fast: ${failFast}, matrix: { n: [0, 1] } }
    steps: [{ run: "exec bash -c 'sleep \${{ matrix.n }}; exit $((1 - \${{ matrix.n }}))'" }]
`;
  const result = await run(text);
  expect(result.jobs.map((it) => it.result)).toEqual(["failure", expected]);
});

const called = `on:
  workflow_call:
    inputs:
      stack: { type: string, required: true }
      wait: { type: boolean, default: false }
      times: { type: number, default: 3 }
    secrets: { KEY: { required: false } }
    outputs:
      image: { value: "\${{ jobs.inner.outputs.image }}" }
permissions: {}
jobs:
  inner:
    runs-on: x
    permissions: { contents: read }
    outputs: { image: "\${{ steps.a.outputs.image }}" }
    steps:
      - id: a
        run: echo "image=$STACK \${{ inputs.wait }} \${{ inputs.times }} [\${{ secrets.KEY != '' }}] [$OUTER]" >> $GITHUB_OUTPUT
        env: { STACK: "\${{ inputs.stack }}" }
`;
const caller = (more: string) => `env: { OUTER: outer }
permissions: { contents: read }
jobs:
  one:
    uses: ./.github/workflows/called.yml
    ${more}
  two:
    needs: one
    runs-on: x
    steps: [{ run: "echo \${{ needs.one.outputs.image }}" }]
`;

test.each([
  ["all secrets", "{ secrets: inherit, with: { stack: aws-dev } }", "aws-dev false 3 [true] []"],
  ["no secret", "{ with: { stack: aws-dev, wait: true, times: 5 } }", "aws-dev true 5 [false] []"],
  ["one secret", '{ secrets: { KEY: "${{ secrets.KEY }}" }, with: { stack: a } }', "a false 3 [true] []"],
])(
  "a call of a workflow with %s gives its outputs to later jobs, and none of its own variables",
  async (_title, more, expected) => {
    const keys = more.slice(2, -2).replace(", with", "\n    with");
    const result = await run(caller(keys), { secrets: { KEY: "s3cr3t" } }, { "called.yml": called });
    expect(jobOf(result, "two").steps[0]?.output.trim()).toBe(expected);
    expect(jobOf(result, "one/inner").permissions).toEqual({ contents: "read" });
  },
);

test.each([
  ["all secrets, of its own environment too", "secrets: inherit", "[ours][prod]"],
  ["the secrets that it names, and none of an environment", 'secrets: { KEY: "${{ secrets.KEY }}" }', "[ours][]"],
  ["no secret, of its environment neither", "with: {}", "[][]"],
])("a called job in an environment gets %s", async (_title, more, expected) => {
  const shown = "[${{ secrets.KEY == 'x' && 'ours' || '' }}][${{ secrets.deploy_key == 'y' && 'prod' || '' }}]";
  const declared = "on: { workflow_call: { secrets: { KEY: { required: false }, deploy_key: { required: false } } } }";
  const inner = `${declared}\n${steps(`- run: echo "$SHOWN"\n  env: { SHOWN: "${shown}" }`, "environment: prod")}`;
  const secrets = { KEY: "x", "prod/DEPLOY_KEY": "y", "dev/DEPLOY_KEY": "z" };
  const result = await run(
    `jobs:\n  one:\n    uses: ./.github/workflows/inner.yml\n    ${more}\n`,
    { secrets },
    { "inner.yml": inner },
  );
  expect(jobOf(result, "one/one").steps[0]?.output.trim()).toBe(expected);
});

test.each([
  ["no input that it requires", "with: { wait: true }", "Input stack is required, but not provided"],
  ["an input that it does not know", "with: { stack: a, other: 1 }", "Invalid input, other is not defined"],
  ["a text for a boolean", "with: { stack: a, wait: 'true' }", "Input wait is a boolean"],
  [
    "fewer permissions than it asks",
    "permissions: {}\n    with: { stack: a }",
    "requests more than its caller allows: contents",
  ],
  [
    "a secret that it does not know",
    "secrets: { OTHER: x }\n    with: { stack: a }",
    "Invalid secret, OTHER is not defined",
  ],
])("a call with %s fails", async (_title, more, message) => {
  const result = await run(caller(more), {}, { "called.yml": called });
  const one = jobOf(result, "one");
  expect(one.result).toBe("failure");
  expect(one.error ?? one.jobs?.[0]?.error).toContain(message);
  expect(jobOf(result, "two").result).toBe("skipped");
});

describe("a job with an environment", () => {
  let github: FakeGitHub;
  beforeEach(async () => {
    github = await FakeGitHub.start();
    github.environments.set("prod", { reviewers: ["ada", "bob"], preventSelfReview: true, waitTimer: 1440 });
  });
  afterEach(() => github.stop());
  const text = steps(
    "- run: echo deployed",
    "environment: { name: prod, url: 'https://${{ github.ref_name }}.example.com' }",
  );

  test("waits for its reviewer, and the run's record says who it was", async () => {
    const running = await start(text, { github, reviews: { prod: "bob" } });
    const result = await running.result;
    expect(jobOf(result, "one")).toMatchObject({
      result: "success",
      environment: { name: "prod", approvedBy: "bob", waitMinutes: 1440, url: "https://main.example.com" },
    });
    expect(github.runs.all.find(({ id }) => id === running.runId)?.approvals).toMatchObject([
      { by: "bob", environment: "prod" },
    ]);
  });

  test.each([
    ["by no one", {}, "prod waits for a reviewer"],
    ["by one who is no reviewer", { prod: "eve" }, "eve is no reviewer of prod"],
    ["by the one who started the run", { prod: "ada" }, "ada started the run, and prod prevents self-review"],
    ["with a rejection", { prod: "rejected" }, "ada rejected the deployment to prod"],
  ])("does nothing when it is answered %s", async (title, reviews, message) => {
    const actor = title === "with a rejection" ? "eve" : "ada";
    const result = await run(text, { github, reviews, event: { name: "push", ref: "refs/heads/main", actor } });
    expect(jobOf(result, "one")).toMatchObject({ result: "failure", steps: [] });
    expect(jobOf(result, "one").error).toContain(message);
  });

  test("does nothing for a branch that may not deploy to it", async () => {
    const prod = github.environments.set("prod", { reviewers: [] });
    prod.branchPolicy = { protected_branches: false, custom_branch_policies: true };
    prod.policies.push({ id: 1, name: "v*", type: "tag" });
    const refused = await run(text, { github });
    expect(jobOf(refused, "one").error).toBe("branch main is not allowed to deploy to prod");
    const tagged = await run(text, { github, event: { name: "push", ref: "refs/tags/v1.2.0" } });
    expect(tagged.result).toBe("success");
  });

  test("has the permissions of its token on GitHub, and no more", async () => {
    const curl = `- run: |
    curl -s -o /dev/null -w '%{http_code}' -X POST -H "authorization: Bearer $TOKEN" -d '{"title":"t"}' $GITHUB_API_URL/repos/acme/shop/issues
  env: { TOKEN: "\${{ github.token }}" }`;
    const codes = [];
    for (const permissions of ["{}", "{ issues: write }"]) {
      const result = await run(steps(curl, `permissions: ${permissions}`), { github });
      codes.push(jobOf(result, "one").steps[0]?.output);
    }
    expect(codes).toEqual(["403", "201"]);
  });

  test("reads alone, and knows no secret, where the pull request comes from a fork", async () => {
    const result = await run(
      `on: pull_request\n${steps("- run: echo [${{ secrets.KEY }}]", "permissions: { issues: write }")}`,
      {
        ...{ github, secrets: { KEY: "s3cr3t" }, event: { name: "pull_request", fork: true } },
      },
    );
    expect(jobOf(result, "one")).toMatchObject({ permissions: { issues: "read" }, steps: [{ output: "[]\n" }] });
  });
});
