import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runbooks } from "../../../operator/commands/runbooks";
import { madeBy } from "../../../operator/runbooks/page";

/** A project with one stack, whose page is made. */

const project = mkdtempSync(join(tmpdir(), "runbooks-"));
const { PROJECT } = process.env;
const exitCode = process.exitCode;
const file = (...parts: string[]) => join(project, "runbooks", ...parts);
const page = file("prod", "aws-serverless-prod.md");
const left = file("prod", "aws-gone-prod.md");
const printed: string[] = [];

beforeAll(() => {
  for (const name of ["environments", "systems", "functions", "runbooks"])
    cpSync(resolve(name), join(project, name), { recursive: true });
  rmSync(file(), { recursive: true });
  const prod = join(project, "environments/prod.tfvars");
  writeFileSync(prod, readFileSync(prod, "utf8").replace(/^runbook_url.*$/m, ""));
  mkdirSync(file("prod"), { recursive: true });
  writeFileSync(page, `# x\n\n${madeBy}aws-serverless-prod\n`);
  process.env["PROJECT"] = project;
});
afterAll(() => {
  if (PROJECT === undefined) delete process.env["PROJECT"];
  else process.env["PROJECT"] = PROJECT;
  rmSync(project, { recursive: true });
});
beforeEach(() => {
  printed.length = 0;
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, "write").mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(() => {
  process.exitCode = exitCode;
  jest.restoreAllMocks(); // The streams are the process's own, of all test files.
});

const run = async (check: boolean, ...stacks: string[]) => {
  await runbooks(stacks, { settings: [], check });
  return process.exitCode;
};

test("the page of a stack that has lost runbook_url is held to the settings, also with the line ends of Windows", async () => {
  expect(await run(true)).toBe(1);
  expect(await run(false)).toBe(0);
  expect(await run(true)).toBe(0);
  writeFileSync(page, readFileSync(page, "utf8").replaceAll("\n", "\r\n"));
  expect(await run(true)).toBe(0);
});

test("a page of a stack that is gone is found, and goes; what a person wrote stays", async () => {
  const note = file("prod", "calls.md");
  writeFileSync(note, "# Who to call\n");
  writeFileSync(left, `# aws-gone-prod\n\n${madeBy}aws-gone-prod\`: -->\n`);
  expect(await run(true)).toBe(1);
  expect(printed.join("")).toContain("runbooks/prod/aws-gone-prod.md is not as the settings make it");
  expect(existsSync(left)).toBe(true);
  expect(await run(true, "aws-serverless-prod")).toBe(0);
  expect(await run(false)).toBe(0);
  expect([left, note].map((path) => existsSync(path))).toEqual([false, true]);
  expect(await run(true)).toBe(0);
});
