import { assignments } from "./command-files";
import { combinations } from "./matrix";
import { beyond, permissionsOf, readOnly } from "./permissions";
import { commandLine } from "./shell";
import { type GitHubEvent, matches, triggers } from "./triggers";
import { parseWorkflow } from "./workflow";

test.each([
  ["one value", "a=1\n", { a: "1" }],
  ["an equals sign in a value", "a=b=c\n", { a: "b=c" }],
  ["several lines", "a<<END\n1\n\n2\nEND\nb=3\n", { a: "1\n\n2", b: "3" }],
  ["no line", "a<<END\nEND\n", { a: "" }],
  ["the later one wins", "a=1\na=2\n", { a: "2" }],
  ["a delimiter with an equals sign behind it", "a<<E=F\nx\nE=F\n", { a: "x" }],
])("an environment file: %s", (_title, text, expected) => {
  expect(assignments(text)).toEqual(expected);
});

test.each([
  ["no sign", "abc\n", "Invalid format 'abc'"],
  ["no end", "a<<END\n1\n", "Matching delimiter not found 'END'"],
  ["no delimiter", "a<<\n", "must not be empty"],
  ["no name", "=1\n", "Name must not be empty"],
])("an environment file with %s is refused", (_title, text, message) => {
  expect(() => assignments(text)).toThrow(message);
});

const os = ["linux", "windows"];
test.each([
  ["every combination", { os, node: [20, 22] }, ["linux 20", "linux 22", "windows 20", "windows 22"]],
  [
    "without an excluded one",
    { os, node: [20, 22], exclude: [{ os: "windows", node: 20 }] },
    ["linux 20", "linux 22", "windows 22"],
  ],
  ["without all that a part excludes", { os, node: [20, 22], exclude: [{ node: 20 }] }, ["linux 22", "windows 22"]],
  ["include adds to those that fit", { os, include: [{ os: "linux", node: 18 }] }, ["linux 18", "windows undefined"]],
  [
    "include that fits none is a job of its own",
    { os, include: [{ os: "mac", node: 1 }] },
    ["linux undefined", "windows undefined", "mac 1"],
  ],
  [
    "include alone",
    {
      include: [
        { os: "a", node: 1 },
        { os: "b", node: 2 },
      ],
    },
    ["a 1", "b 2"],
  ],
  ["include without a key of the lists is added to all", { os, include: [{ node: 5 }] }, ["linux 5", "windows 5"]],
])("a matrix: %s", (_title, matrix, expected) => {
  expect(combinations(matrix).map(({ os, node }) => `${os} ${node}`)).toEqual(expected);
});

test.each([
  [{ stack: [] }, "Matrix vector 'stack' does not contain any values"],
  [{ stack: "aws-dev" }, "stack is no list"],
  [{ include: [] }, "Matrix must define at least one vector"],
])("a matrix %j is refused", (matrix, message) => {
  expect(() => combinations(matrix)).toThrow(message);
});

test.each([
  [["v*"], "v1.2.0", true],
  [["v*"], "v1/2", false],
  [["release/**"], "release/a/b", true],
  [["v[0-9]+.[0-9]+.[0-9]+"], "v1.20.3", true],
  [["v[0-9]+.[0-9]+.[0-9]+"], "v1.2.0-rc.1", false],
  [["v[0-9]+.[0-9]+.[0-9]+"], "v1x2.0", false],
  [["**", "!v*-rc.*"], "v1.2.0-rc.1", false],
  [["main"], "maintenance", false],
])("the filter %j for %s: %s", (patterns, name, expected) => {
  expect(matches(patterns, name)).toBe(expected);
});

const push = (ref: string): GitHubEvent => ({ name: "push", ref });
test.each([
  ["push: { branches: [main] }", push("refs/heads/main"), true],
  ["push: { branches: [main] }", push("refs/heads/develop"), false],
  ["push: { branches: [main] }", push("refs/tags/main"), false],
  ["push: { tags: ['v*'] }", push("refs/heads/v1"), false],
  ["push: { branches: [main], tags: ['v*'] }", push("refs/tags/v1"), true],
  ["push:", push("refs/tags/v1"), true],
  ["push: { paths: ['docs/**'] }", { ...push("refs/heads/main"), paths: ["stacks/a.ts"] }, false],
  ["push: { paths-ignore: ['docs/**'] }", { ...push("refs/heads/main"), paths: ["docs/a.md"] }, false],
  ["pull_request:", { name: "pull_request" }, true],
  ["pull_request:", { name: "pull_request", action: "labeled" }, false],
  ["pull_request: { branches: [develop] }", { name: "pull_request", base: "main" }, false],
  ["schedule: [{ cron: '0 3 * * *' }]", { name: "schedule", cron: "0 3 * * *" }, true],
  ["schedule: [{ cron: '0 3 * * *' }]", { name: "schedule", cron: "0 4 * * *" }, false],
  ["workflow_dispatch:", push("refs/heads/main"), false],
])("on: { %s } for %j: %s", (on, event, expected) => {
  const workflow = parseWorkflow(`on:\n  ${on}\njobs: { a: { runs-on: x, steps: [{ run: a }] } }`);
  expect(triggers(workflow, event)).toBe(expected);
});

test.each([
  ["needs: b", "needs b, which is no job"],
  ["runs-on: x, steps: [{ run: a, uses: b }]", "needs run or uses, not both"],
  ["runs-on: x, steps: [{ run: a, id: b }, { run: a, id: b }]", "its id is there twice"],
  ["runs-on: x, stepps: []", "unexpected stepps"],
  ["runs-on: x, steps: [{ rum: a }]", "unexpected rum"],
  ["uses: ./.github/workflows/a.yml, environment: prod", "unexpected environment"],
  ["needs: a, runs-on: x, steps: [{ run: a }]", "jobs need each other: a → a"],
  ["runs-on: x", "needs runs-on and steps"],
])("a workflow with a job of %s is refused", (job, message) => {
  expect(() => parseWorkflow(`on: push\njobs: { a: { ${job} } }`)).toThrow(message);
});

test("a second key of the same name is refused", () => {
  expect(() => parseWorkflow("on: push\njobs: { a: {}, a: {} }")).toThrow(/unique/);
});

test.each([
  [undefined, "bash -e f"],
  ["bash", "bash --noprofile --norc -e -o pipefail f"],
  ["sh", "sh -e f"],
  ["perl {0} x", "perl f x"],
])("shell: %s runs %s", (shell, expected) => {
  expect(commandLine(shell, "f").join(" ")).toBe(expected);
});

test("a shell without a place for the script is refused", () => {
  expect(() => commandLine("fish", "f")).toThrow("Invalid shell option 'fish'");
});

test.each([
  ["nothing said", undefined, { contents: "read", packages: "read" }],
  ["an empty map", {}, {}],
  ["one scope", { issues: "write" }, { issues: "write" }],
] as const)("permissions: %s", (_title, said, expected) => {
  expect(permissionsOf(said)).toEqual(expected);
});

test("a scope that GitHub does not know is refused", () => {
  expect(() => permissionsOf({ repository: "read" })).toThrow("permissions: repository is not known");
});

test("a fork may read what others may write, and gets no token for a cloud", () => {
  expect(readOnly({ contents: "write", "id-token": "write" })).toEqual({ contents: "read", "id-token": "none" });
  expect(permissionsOf("read-all")["id-token"]).toBe("none");
  expect(beyond({ issues: "write", contents: "read" }, { issues: "read", contents: "write" })).toEqual(["issues"]);
});
