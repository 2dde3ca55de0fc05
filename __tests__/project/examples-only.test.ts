import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder } from "../docs/pages";
import { root } from "../stacks/synthesized";

/** Files that may ask which project commands mean: the suite that covers the user's, and the tests of that question itself. */
const mayAsk = ["__tests__/project/users-project.ts", "__tests__/settings/project/project.test.ts"];

const asksForTheProject = /\b(?:findProject|projectPlace)\(|\breadProject\(\s*(?:\)|findProject|projectPlace)/;

/** The tests and benchmarks that ask which project is meant. */
const asking = (files: readonly string[], textOf: (file: string) => string) =>
  files.filter((file) => !mayAsk.includes(file) && asksForTheProject.test(textOf(file)));

test("no test and no benchmark reads the project that its user may have", () => {
  const own = join("__tests__", "project", "examples-only.test.ts");
  const files = ["__tests__", "bench"].flatMap((folder) => [".ts", ".cjs"].flatMap((end) => filesUnder(folder, end)));
  expect(files.length).toBeGreaterThan(200);
  expect(asking(files, (file) => (file === own ? "" : readFileSync(join(root, file), "utf8")))).toEqual([]);
});

test.each(["readProject(findProject(root, undefined))", "await readProject()", "const place = projectPlace();"])(
  "%s would be found",
  (text) => {
    expect(asking(["a.test.ts"], () => text)).toEqual(["a.test.ts"]);
  },
);

test("commands that a test starts mean the shipped examples", () => {
  const { PROJECT, STACKS, SETTINGS_FILES } = process.env;
  expect({ PROJECT, STACKS, SETTINGS_FILES }).toEqual({ PROJECT: ".", STACKS: undefined, SETTINGS_FILES: undefined });
  expect(readFileSync(join(root, "bench/bench.cjs"), "utf8")).toContain('process.env.PROJECT = "."');
});
