import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mistakeLines } from "../../../stacks/synthesis/mistake-lines";
import { synthesize } from "../../../stacks/synthesis/synthesize";
import { exampleStack, examples } from "../synthesized";

const folder = mkdtempSync(join(tmpdir(), "broken-stack-"));
afterAll(() => rmSync(folder, { recursive: true }));

const account = exampleStack("account-dev");
const odd = { id: "odd-dev", platform: "odd" as never, environment: "dev", needs: [] };

test("all that a stack throws is that stack's mistake, with its trace in a file of the user's own; others are built", async () => {
  const defects = join(folder, "defects");
  const { built, mistakes, details } = await synthesize({
    project: examples,
    outdir: join(folder, "out"),
    stacks: [odd, account],
    defects,
  });
  expect(built).toEqual(["account-dev"]);
  const file = join(defects, "odd-dev.txt");
  expect(mistakes).toEqual([
    expect.stringMatching(
      /^odd-dev: a defect of this product, not of your settings: .+; please report it, its trace is in /,
    ),
  ]);
  expect(mistakes[0]).toContain(file);
  expect(details).toEqual([{ stack: "odd-dev", problem: expect.any(String) }]);
  expect(readFileSync(file, "utf8")).toContain("\n    at ");
  expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
});

test("a trace that cannot be written does not hide the mistake", async () => {
  const { mistakes } = await synthesize({
    project: examples,
    outdir: join(folder, "out"),
    stacks: [odd],
    defects: "/dev/null/none",
  });
  expect(mistakes).toEqual([expect.stringContaining("its trace cannot be written")]);
});

test("what a stack itself refuses is said in one line", async () => {
  const settings = join(folder, "missing.tfvars");
  const projects = { worker: { source: { type: "NO_SOURCE", buildspec: "functions/none.yml" } } };
  writeFileSync(settings, `aws_codebuild = ${JSON.stringify({ projects })}\n`);
  const stacks = [exampleStack("aws-codebuild-dev")];
  const { mistakes } = await synthesize({
    project: examples,
    outdir: join(folder, "out"),
    stacks,
    settingsFiles: [settings],
  });
  expect(mistakes).toEqual([
    'aws-codebuild-dev: buildspec "functions/none.yml": expected a file of the project, found none',
  ]);
});

test("a mistake of several stacks is one line that begins with their ids", () => {
  const at = { file: "base.tfvars", line: 3, path: "tags", problem: "wrong value", expected: "a", found: "b" };
  const all = ["one", "two", "three", "four", "five"].map((stack) => ({ stack, ...at }));
  const text = "base.tfvars:3: tags: wrong value, expected a, found b";
  expect(mistakeLines([...all.slice(0, 2), { stack: "two", problem: "odd" }])).toEqual([
    `one, two: ${text}`,
    "two: odd",
  ]);
  expect(mistakeLines(all)).toEqual([`one, two, three and 2 more: ${text}`]);
});
