import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { awsCredentials, type Calls, cache, checkout, downloadArtifact, recording, uploadArtifact } from "./actions";
import { run, steps } from "./fixture";
import { jobOf, stepOf } from "./results";
import { recorded, Tools } from "./tools";

const calls: Calls = [];
const actions = recording(
  {
    "actions/checkout": checkout((folder) => writeFileSync(join(folder, "file"), "text\n")),
    "actions/cache": cache,
    "actions/upload-artifact": uploadArtifact,
    "actions/download-artifact": downloadArtifact,
    "aws-actions/configure-aws-credentials": awsCredentials((role) => ({ env: { AWS_ROLE: role } })),
  },
  calls,
);
beforeEach(() => {
  calls.length = 0;
});

const upload = (name: string, path: string, more = "") =>
  `- uses: actions/upload-artifact@a\n  with: { name: ${name}, path: ${path}${more} }\n`;

test("a checkout fills the workspace, and is refused without contents: read", async () => {
  const text = (permissions: string) =>
    steps("- uses: actions/checkout@abc\n- run: cat file", `permissions: ${permissions}`);
  expect(jobOf(await run(text("{ contents: read }"), { actions }), "one").steps[1]?.output).toBe("text\n");
  expect(calls).toMatchObject([{ name: "actions/checkout", version: "abc", inputs: {} }]);
  const refused = jobOf(await run(text("{ issues: write }"), { actions }), "one");
  expect(refused.steps.map(({ outcome }) => outcome)).toEqual(["failure", "skipped"]);
});

test("files of an artifact reach a later job: by name into the folder, by pattern each into its own", async () => {
  const text = `jobs:
  one:
    runs-on: x
    strategy: { matrix: { e: [dev, prod] } }
    steps:
      - run: mkdir -p out/deep .hidden; echo \${{ matrix.e }} > out/deep/plan; touch out/.secret
      - uses: actions/upload-artifact@a
        with: { name: "plan-\${{ matrix.e }}", path: out }
  two:
    needs: one
    runs-on: x
    steps:
      - { uses: actions/download-artifact@a, with: { name: plan-dev, path: single } }
      - { uses: actions/download-artifact@a, with: { pattern: plan-*, path: all } }
      - run: find . -type f | sort; cat single/deep/plan
      - { id: none, uses: actions/download-artifact@a, with: { name: plan-test } }
`;
  const two = jobOf(await run(text, { actions }), "two");
  expect(two.steps[2]?.output.trim().split("\n")).toEqual(
    "./all/plan-dev/deep/plan ./all/plan-prod/deep/plan ./single/deep/plan dev".split(" "),
  );
  expect(stepOf(two, "none").output).toBe("Artifact not found for name: plan-test");
});

test.each([
  ["nothing to keep, where that is an error", upload("a", "none", ", if-no-files-found: error"), "failure"],
  ["nothing to keep, where it is not", upload("a", "none"), "success"],
  ["a name that is there", `- run: touch f\n${upload("a", "f")}${upload("a", "f")}`, "failure"],
  [
    "a name that may be overwritten",
    `- run: touch f\n${upload("a", "f")}${upload("a", "f", ", overwrite: true")}`,
    "success",
  ],
])("an artifact with %s: %s", async (_title, text, expected) => {
  expect((await run(steps(text), { actions })).result).toBe(expected);
});

test("a cache is kept when the job ends, and found by its key or the beginning of it", async () => {
  const restore = (key: string) =>
    `- uses: actions/cache@a\n  id: cache\n  with: { path: kept, key: ${key}, restore-keys: npm- }\n`;
  const job = (id: string, key: string, needs: string) =>
    `  ${id}:\n    runs-on: x\n    ${needs}\n    outputs: { hit: "\${{ steps.cache.outputs.cache-hit }}", found: "\${{ steps.see.outputs.found }}" }\n    steps:\n${`${restore(key)}- id: see\n  run: echo found=$(cat kept/f) >> $GITHUB_OUTPUT; mkdir -p kept; echo ${id} > kept/f`.replace(/^/gm, "      ")}\n`;
  const text = `jobs:\n${job("a", "npm-1", "")}${job("b", "npm-1", "needs: a")}${job("c", "npm-2", "needs: b")}`;
  const result = await run(text, { actions });
  expect(["a", "b", "c"].map((id) => jobOf(result, id).outputs)).toEqual([
    { hit: "false", found: "" },
    { hit: "true", found: "a" },
    { hit: "false", found: "a" },
  ]);
});

test.each([
  ["an environment", "environment: prod", "repo:acme/shop:environment:prod"],
  ["a branch", "", "repo:acme/shop:ref:refs/heads/main"],
])("credentials by OIDC say %s, and need id-token: write", async (_title, more, sub) => {
  const text = (permissions: string) =>
    steps(
      "- uses: aws-actions/configure-aws-credentials@a\n  with: { role-to-assume: r, aws-region: eu-west-1 }\n- run: echo $AWS_ROLE $AWS_REGION",
      `permissions: ${permissions}\n${more}`,
    );
  expect(jobOf(await run(text("{ id-token: write }"), { actions }), "one").steps[1]?.output).toBe("r eu-west-1\n");
  expect(calls[0]?.claims).toMatchObject({
    sub,
    job_workflow_ref: "acme/shop/.github/workflows/main.yml@refs/heads/main",
  });
  const refused = await run(text("{ contents: read }"), { actions });
  expect(jobOf(refused, "one").steps[0]?.output).toContain("no id-token: write");
});

test("an input that an action does not have is an error", async () => {
  const result = await run(steps("- uses: actions/checkout@a\n  with: { depth: 0 }"), { actions });
  expect(jobOf(result, "one").steps[0]?.output).toBe("Unexpected input(s) 'depth' of actions/checkout");
});

test(recorded("a tool writes down how it was called, and answers as it was given"), async () => {
  const tools = new Tools(
    ["trivy", "npm"],
    [
      { tool: "trivy", when: "--output (\\S+)", files: { $1: '{"runs":[]}' }, exitCode: 5 },
      { tool: "npm", when: "affected", outputs: { stacks: '["aws-dev"]' }, stdout: "done\n" },
    ],
  );
  const text = steps(`
- id: affected
  run: npm run pipeline -- affected --since "$SINCE"
  env: { SINCE: a b }
- run: trivy image --output out/report.sarif \${{ fromJSON(steps.affected.outputs.stacks)[0] }}
- run: cat out/report.sarif
  if: always()
`);
  const job = jobOf(await run(text, { env: tools.env }), "one");
  expect(tools.calls.map(({ args }) => args)).toEqual([
    ["run", "pipeline", "--", "affected", "--since", "a b"],
    ["image", "--output", "out/report.sarif", "aws-dev"],
  ]);
  expect(tools.calls[0]?.env["SINCE"]).toBe("a b");
  expect(job.steps.map(({ outcome, exitCode }) => `${outcome} ${exitCode}`)).toEqual([
    "success 0",
    "failure 5",
    "success 0",
  ]);
  expect([job.steps[0]?.output, job.steps[2]?.output]).toEqual(["done\n", '{"runs":[]}']);
});
