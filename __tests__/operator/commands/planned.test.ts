import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plannedOf } from "../../../operator/commands/planned";

const here = mkdtempSync(join(tmpdir(), "planned-"));
const checkout = process.cwd();

beforeAll(() => {
  process.chdir(here);
  for (const name of ["plans", "none"]) mkdirSync(name);
  for (const id of ["aws-prod", "aws-dev"]) writeFileSync(`plans/${id}.plan`, "");
});
afterAll(() => {
  process.chdir(checkout);
  rmSync(here, { recursive: true });
});

test.each<[what: string, option: boolean | string | undefined, stacks: string[], expected: object]>([
  ["no --planned", undefined, ["aws-prod"], { planned: false, stacks: ["aws-prod"] }],
  ["--planned at the end", true, ["aws-prod"], { planned: true, stacks: ["aws-prod"] }],
  ["--planned before a stack", "aws-prod", [], { planned: true, stacks: ["aws-prod"] }],
  ["--planned between stacks", "aws-prod", ["aws-dev"], { planned: true, stacks: ["aws-prod", "aws-dev"] }],
  ["a folder with plans", "plans", ["aws-prod"], { planned: true, folder: "plans", stacks: ["aws-prod"] }],
  [
    "a folder with plans, and no stack",
    "plans",
    [],
    { planned: true, folder: "plans", stacks: ["aws-dev", "aws-prod"] },
  ],
  ["a path that is not there", "./gone", ["aws-prod"], { planned: true, folder: "./gone", stacks: ["aws-prod"] }],
  ["a file is no folder", "plans/aws-dev.plan", [], { planned: true, folder: "plans/aws-dev.plan", stacks: [] }],
  ["an empty folder is no folder of plans", "none", [], { planned: true, stacks: ["none"] }],
])("%s", (_, option, stacks, expected) => {
  expect(plannedOf(option, stacks)).toEqual(expected);
});
