import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { StackResult } from "../../operator/run";
import { ProjectCopy } from "./support/project-copy";

/** Stacks that differ in values only. */
interface Shape {
  /** The stack that stands for all of them. */
  readonly id: string;
  readonly others: string[];
}

/** What Terraform says when a plugin is neither in a mirror nor to be downloaded. */
const unavailable = /Failed to (query available provider packages|install provider)|could not connect to registry/i;

// Here and not in a hook, because which tests there are depends on it.
const project = new ProjectCopy();
const shapes = distinct(JSON.parse(cli("synth", "--json")).stacks);
const lines = cli("validate", ...shapes.map(({ id }) => id), "--json")
  .trimEnd()
  .split("\n");
const results = (JSON.parse(lines.at(-1) ?? "") as { stacks: StackResult[] }).stacks;

afterAll(() => project.remove());

for (const { id, others } of shapes) {
  const name = `Terraform finds ${[id, ...(others.length > 0 ? [`(as ${others.join(", ")})`] : [])].join(" ")} valid`;
  const { status, error = "" } = results.find((result) => result.id === id) ?? { status: "not validated" };
  if (unavailable.test(error)) test.skip(`skipped: ${name}: ${error.split("\n")[0]}`, () => {});
  else test(name, () => expect({ status, error }).toEqual({ status: "valid", error: "" }));
}

/** Runs a command of the operator, and returns its standard output. */
function cli(...args: string[]): string {
  const { dir: cwd, env } = project;
  const { stdout, stderr } = spawnSync(process.execPath, ["operator/start/launch.cjs", "cli", ...args], {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (!stdout) throw new Error(`${args[0]}: expected results, found ${stderr}`);
  return stdout;
}

/** Groups stacks by platform, resource addresses and names of arguments. */
function distinct(stacks: readonly { id: string; file: string }[]): Shape[] {
  const shapes = new Map<string, Shape>();
  for (const { id, file } of stacks) {
    const shape = [...argumentNames(JSON.parse(readFileSync(project.path(file), "utf8")))].sort().join("\n");
    const first = shapes.get(shape);
    if (first) first.others.push(id);
    else shapes.set(shape, { id, others: [] });
  }
  return [...shapes.values()];
}

/** The path of every value, without the indices of lists. */
function argumentNames(value: unknown, path = "", names = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) argumentNames(item, `${path}[]`, names);
  else if (typeof value === "object" && value !== null) {
    for (const [name, item] of Object.entries(value)) if (name !== "//") argumentNames(item, `${path}.${name}`, names);
  } else names.add(path);
  return names;
}
