import { spawnSync } from "node:child_process";
import { problems } from "../../../functions/kiro-worker/work-item";

const admitted = { projects: ["worker", "nightly"], repositories: ["example/*", "other/One"] };
const idExpected =
  "id: expected 1 to 100 letters, digits, dots, hyphens and underscores, no two dots in a row, no dot or .lock at the end";
const item = { id: "issue-1", project: "worker" };

test.each([
  item,
  { ...item, repository: "example/app", revision: "refs/heads/main", title: "Grün & schnell" },
  { ...item, repository: "OTHER/one" },
  { ...item, id: "a.b-c_d.lockable" },
  { ...item, revision: "feature/one_two.3", inputs: { TARGET_BRANCH: "main", EMPTY: "" } },
])("%j is a work item", (candidate) => {
  expect(problems(candidate, admitted)).toEqual([]);
});

test.each([
  [null, "a work item: expected an object"],
  [[item], "a work item: expected an object"],
  ["issue-1", "a work item: expected an object"],
  [{ project: "worker" }, idExpected],
  [{ ...item, id: "a b" }, idExpected],
  [{ ...item, id: "x".repeat(101) }, idExpected],
  [{ ...item, project: "other" }, "project: expected one of worker, nightly"],
  [{ ...item, project: "constructor" }, "project: expected one of worker, nightly"],
  [{ ...item, repository: "https://evil.example/x" }, "repository: expected owner/name"],
  ...["a..b", "x.lock", "x.", "..", "a.lock"].map((id): [unknown, string] => [{ ...item, id }, idExpected]),
  ...["x.lock", "a.lock/b", "a/", "a//b", "a/.b", "a."].map((revision): [unknown, string] => [
    { ...item, revision },
    "revision: expected a branch, tag or commit",
  ]),
  [
    { ...item, repository: "other/two" },
    "repository: expected one of the setting `repositories` (example/*, other/One)",
  ],
  [
    { ...item, repository: "example.evil/app" },
    "repository: expected one of the setting `repositories` (example/*, other/One)",
  ],
  [{ ...item, revision: "../../main" }, "revision: expected a branch, tag or commit"],
  [{ ...item, revision: "--upload-pack=x" }, "revision: expected a branch, tag or commit"],
  [{ ...item, title: "two\nlines" }, "title: expected 1 to 200 characters, no control characters"],
  [{ ...item, status: "pending" }, "status: unknown key"],
  [{ ...item, toString: "x" }, "toString: unknown key"],
  [{ ...item, inputs: [] }, "inputs: expected an object of texts"],
])("%j is refused", (candidate, problem) => {
  expect(problems(candidate, admitted)).toEqual([problem]);
});

test("inputs have names of variables, texts, and limits", () => {
  const refused = "expected a name such as TARGET_BRANCH with a text of at most 1000 characters";
  expect(
    problems({ ...item, inputs: { "LD-PRELOAD": "x", lower: "x", OK: 1, LONG: "x".repeat(1001) } }, admitted),
  ).toEqual(["LD-PRELOAD", "lower", "OK", "LONG"].map((name) => `inputs.${name}: ${refused}`));
  const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`INPUT_${index}`, ""]));
  expect(problems({ ...item, inputs: many }, admitted)).toEqual(["inputs: expected at most 20"]);
});

test("an item has at most 4,096 bytes, also of texts that are short in characters", () => {
  const inputs = { A: "ж".repeat(1000), B: "ж".repeat(1000), C: "ж".repeat(100) };
  const bytes = Buffer.byteLength(JSON.stringify({ ...item, inputs }));
  expect(problems({ ...item, inputs }, admitted)).toEqual([
    `a work item: expected at most 4096 bytes of JSON, found ${bytes}`,
  ]);
  expect(problems({ ...item, inputs: { A: "ж".repeat(1000) } }, admitted)).toEqual([]);
});

test("what is an id here is the end of a branch for Git, and what is a revision is a name for it", () => {
  const git = (name: string) => spawnSync("git", ["check-ref-format", `refs/heads/${name}`]).status === 0;
  for (const text of ["a", "a.b", "a-b_c", "a..b", "x.lock", "x.", "a.lock.b", "a-", "x.Lock", "a/b", "a/b.lock"]) {
    const { length } = problems({ ...item, id: text }, admitted);
    if (length === 0) expect([text, git(`kiro/${text}`)]).toEqual([text, true]);
    if (problems({ ...item, revision: text }, admitted).length === 0) expect([text, git(text)]).toEqual([text, true]);
  }
  expect(git("kiro/a..b")).toBe(false);
});

test("all mistakes are reported at once", () => {
  expect(problems({ title: "" }, admitted)).toHaveLength(3);
});
