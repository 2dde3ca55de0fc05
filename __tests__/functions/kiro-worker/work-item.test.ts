import { problems } from "../../../functions/kiro-worker/work-item";

const projects = ["worker", "nightly"];
const item = { id: "issue-1", project: "worker" };

test.each([
  item,
  { ...item, repository: "example/app", revision: "refs/heads/main", title: "Grün & schnell" },
  { ...item, revision: "feature/one_two.3", inputs: { TARGET_BRANCH: "main", EMPTY: "" } },
])("%j is a work item", (candidate) => {
  expect(problems(candidate, projects)).toEqual([]);
});

test.each([
  [null, "a work item: expected an object"],
  [[item], "a work item: expected an object"],
  ["issue-1", "a work item: expected an object"],
  [{ project: "worker" }, "id: expected 1 to 100 letters, digits, dots, hyphens and underscores"],
  [{ ...item, id: "a b" }, "id: expected 1 to 100 letters, digits, dots, hyphens and underscores"],
  [{ ...item, id: "x".repeat(101) }, "id: expected 1 to 100 letters, digits, dots, hyphens and underscores"],
  [{ ...item, project: "other" }, "project: expected one of worker, nightly"],
  [{ ...item, project: "constructor" }, "project: expected one of worker, nightly"],
  [{ ...item, repository: "https://evil.example/x" }, "repository: expected owner/name"],
  [{ ...item, revision: "../../main" }, "revision: expected a branch, tag or commit"],
  [{ ...item, revision: "--upload-pack=x" }, "revision: expected a branch, tag or commit"],
  [{ ...item, title: "two\nlines" }, "title: expected 1 to 200 characters, no control characters"],
  [{ ...item, status: "pending" }, "status: unknown key"],
  [{ ...item, toString: "x" }, "toString: unknown key"],
  [{ ...item, inputs: [] }, "inputs: expected an object of texts"],
])("%j is refused", (candidate, problem) => {
  expect(problems(candidate, projects)).toEqual([problem]);
});

test("inputs have names of variables, texts, and limits", () => {
  const refused = "expected a name such as TARGET_BRANCH with a text of at most 1000 characters";
  expect(
    problems({ ...item, inputs: { "LD-PRELOAD": "x", lower: "x", OK: 1, LONG: "x".repeat(1001) } }, projects),
  ).toEqual(["LD-PRELOAD", "lower", "OK", "LONG"].map((name) => `inputs.${name}: ${refused}`));
  const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`INPUT_${index}`, ""]));
  expect(problems({ ...item, inputs: many }, projects)).toEqual(["inputs: expected at most 20"]);
});

test("all mistakes are reported at once", () => {
  expect(problems({ title: "" }, projects)).toHaveLength(3);
});
