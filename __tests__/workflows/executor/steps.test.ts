import { run, steps } from "./fixture";
import { jobOf, stepOf } from "./results";

const outcomes = (result: Awaited<ReturnType<typeof run>>, job = "one") =>
  jobOf(result, job).steps.map(({ id, name, outcome }) => `${id ?? name} ${outcome}`);

test("a failed step skips the rest, except those that ask", async () => {
  const result = await run(
    steps(`
- run: exit 3
  id: bad
- run: echo never
- run: echo always
  if: always()
- run: echo on failure of \${{ steps.bad.outcome }}
  if: failure()
- run: echo back
  if: \${{ !success() }}
- run: echo cancelled
  if: cancelled()
`),
  );
  expect(result.result).toBe("failure");
  expect(jobOf(result, "one").steps.map(({ outcome }) => outcome)).toEqual(
    "failure skipped success success success skipped".split(" "),
  );
  expect(stepOf(jobOf(result, "one"), "bad").exitCode).toBe(3);
  expect(jobOf(result, "one").steps[3]?.output).toContain("on failure of failure");
});

test("continue-on-error forgives a failure, and both are known", async () => {
  const result = await run(
    steps(`
- id: bad
  run: exit 1
  continue-on-error: true
- run: echo \${{ steps.bad.outcome }} \${{ steps.bad.conclusion }}
`),
  );
  expect(result.result).toBe("success");
  expect(jobOf(result, "one").steps[1]?.output.trim()).toBe("failure success");
});

test.each([
  ["bash -e: a pipe's last command counts", "", "success"],
  ["shell: bash: every command of a pipe counts", "shell: bash", "failure"],
])("%s", async (_title, shell, expected) => {
  const result = await run(steps(`- run: "false | true"\n  ${shell}`));
  expect(result.result).toBe(expected);
});

test("the first command that fails ends a script", async () => {
  const result = await run(steps("- run: |\n    echo one\n    false\n    echo two"));
  expect(jobOf(result, "one").steps[0]).toMatchObject({ outcome: "failure", output: "one\n" });
});

test("outputs of several lines, variables and paths reach later steps and jobs", async () => {
  const result = await run(`
jobs:
  one:
    runs-on: x
    outputs: { text: "\${{ steps.write.outputs.text }}" }
    steps:
      - id: write
        run: |
          { echo 'text<<END'; echo 'a "1"'; echo '\${{ github.ref }}' ; echo END; } >> "$GITHUB_OUTPUT"
          echo LEVEL=2 >> "$GITHUB_ENV"
          mkdir tools; printf '#!/bin/sh\\necho tool' > tools/made; chmod +x tools/made
          echo "$PWD/tools" >> "$GITHUB_PATH"
          echo '## Done' >> "$GITHUB_STEP_SUMMARY"
      - run: test -z "$UNSET" && echo "$LEVEL \${{ env.LEVEL }}" && made
  two:
    runs-on: x
    needs: one
    env: { TEXT: "\${{ needs.one.outputs.text }}" }
    steps: [{ run: echo "$TEXT" }]
`);
  expect(jobOf(result, "one").steps[1]?.output).toBe("2 2\ntool\n");
  expect(stepOf(jobOf(result, "one"), "write").summary).toBe("## Done\n");
  expect(jobOf(result, "two").steps[0]?.output).toBe('a "1"\nrefs/heads/main\n');
});

test("a text of someone outside becomes code inside run, and stays a text in env: as on GitHub", async () => {
  const title = 'x"; echo injected; echo "';
  const event = { name: "pull_request", payload: { pull_request: { title } } };
  const text = `on: pull_request\n${steps(`
- run: echo "\${{ github.event.pull_request.title }}"
- run: echo "$TITLE"
  env: { TITLE: "\${{ github.event.pull_request.title }}" }
`)}`;
  const [inside, through] = jobOf(await run(text, { event }), "one").steps;
  expect(inside?.output.split("\n")).toContain("injected");
  expect(through?.output).toBe(`${title}\n`);
});

test("variables: of the step before the job's, of the job before the workflow's; GitHub's own are there, its token is not", async () => {
  const text = `env: { A: workflow, B: workflow, C: workflow }\n${steps(
    "- run: echo $A $B $C $GITHUB_REPOSITORY $GITHUB_REF_NAME [$GITHUB_TOKEN]\n  env: { A: step }",
    "env: { A: job, B: job }",
  )}`;
  expect(jobOf(await run(text), "one").steps[0]?.output).toBe("step job workflow acme/shop main []\n");
});

test("a step works in its folder, or that of the job's defaults", async () => {
  const job = "defaults: { run: { working-directory: a } }";
  const text = steps(
    "- run: mkdir -p a/b\n  working-directory: .\n- run: basename $PWD\n- run: basename $PWD\n  working-directory: a/b",
    job,
  );
  expect(jobOf(await run(text), "one").steps.map(({ output }) => output)).toEqual(["", "a\n", "b\n"]);
  const missing = await run(steps("- run: pwd\n  working-directory: none"));
  expect(jobOf(missing, "one").steps[0]).toMatchObject({
    outcome: "failure",
    output: "working-directory none does not exist",
  });
});

test("secrets are hidden in the log, and no output of a job may hold one", async () => {
  const text = `jobs:
  one:
    runs-on: x
    outputs: { key: "\${{ steps.a.outputs.key }}", other: "\${{ steps.a.outputs.other }}" }
    steps:
      - id: a
        run: |
          echo "::add-mask::made-up"
          echo "$KEY and made-up"
          echo "key=$KEY" >> "$GITHUB_OUTPUT"; echo other=1 >> "$GITHUB_OUTPUT"
        env: { KEY: "\${{ secrets.KEY }}" }
`;
  const job = jobOf(await run(text, { secrets: { KEY: "s3cr3t" } }), "one");
  expect(job.steps[0]?.output).toBe("::add-mask::***\n*** and ***\n");
  expect(job.outputs).toEqual({ other: "1" });
});

test.each([
  ["a broken environment file", 'echo "a" >> "$GITHUB_OUTPUT"', "Invalid format 'a'"],
  ["NODE_OPTIONS in the environment file", 'echo "NODE_OPTIONS=-r x" >> "$GITHUB_ENV"', "Can't store NODE_OPTIONS"],
])("%s fails a step whose command succeeded", async (_title, command, message) => {
  const result = await run(steps(`- run: ${command}`));
  expect(jobOf(result, "one").steps[0]).toMatchObject({ outcome: "failure", exitCode: 0 });
  expect(jobOf(result, "one").steps[0]?.output).toContain(message);
});

test.each([
  ["a context that is not there", "- run: echo ${{ jobs.one.result }}", "jobs"],
  ["a secret in if", "- run: echo\n  if: secrets.KEY != ''", "secrets"],
  ["an action without a fake", "- uses: some/action@abc", "no fake stands for the action some/action@abc"],
])("%s fails the step with its reason", async (_title, step, message) => {
  const result = await run(steps(step));
  expect(jobOf(result, "one").steps[0]).toMatchObject({ outcome: "failure" });
  expect(jobOf(result, "one").steps[0]?.output).toContain(message);
});

test("hashFiles follows the contents", async () => {
  const text = steps(`
- run: echo 1 > lock
- id: a
  run: echo h=\${{ hashFiles('lock') }} >> $GITHUB_OUTPUT; echo 2 > lock
- id: b
  run: echo h=\${{ hashFiles('**/lock') }} >> $GITHUB_OUTPUT
- id: c
  run: echo h=\${{ hashFiles('none') }} >> $GITHUB_OUTPUT
`);
  const [, a, b, c] = jobOf(await run(text), "one").steps.map(({ outputs }) => outputs["h"]);
  expect(a).toMatch(/^[0-9a-f]{64}$/);
  expect(b).toMatch(/^[0-9a-f]{64}$/);
  expect([b === a, c]).toEqual([false, ""]);
});

test("a step that takes longer than its limit gets the signals and has failed; the next may say so", async () => {
  const text = steps("- run: exec sleep 60\n  timeout-minutes: 1\n- run: echo ${{ job.status }}\n  if: failure()");
  const result = await run(text, { second: 5 });
  const [slow, next] = jobOf(result, "one").steps;
  expect(slow).toMatchObject({ outcome: "failure", signals: [{ signal: "SIGINT" }] });
  expect(next?.output).toBe("failure\n");
  expect(outcomes(result)).toHaveLength(2);
});
