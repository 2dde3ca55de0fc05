import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { ProjectCopy } from "./project-copy";

/** Terraform's error if a plugin is neither in a mirror nor can be downloaded. */
export const unavailable =
  /Failed to (query available provider packages|install provider)|could not connect to registry/i;

/** A stack as `synth --json` prints it. */
export interface Synthesized {
  readonly id: string;
  /** Its JSON, below the project's folder. */
  readonly file: string;
}

/** Stacks that differ in values only. */
export interface Shape {
  /** The stack that represents all of them. */
  readonly id: string;
  readonly file: string;
  readonly others: string[];
}

/** Runs a command of the operator and returns its standard output. Synchronous, because the list of tests may depend on it. */
export function cli({ dir: cwd, env }: ProjectCopy, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, ["operator/start/launch.cjs", "cli", ...args], {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (!stdout) throw new Error(`${args[0]}: expected results, found ${stderr}`);
  return stdout;
}

/** Synthesizes stacks (all, when none is named). */
export function synthesized(project: ProjectCopy, ...args: string[]): Synthesized[] {
  return (JSON.parse(cli(project, "synth", ...args, "--json")) as { stacks: Synthesized[] }).stacks;
}

/** Groups stacks by platform, resource addresses and names of arguments. */
export function distinct(project: ProjectCopy, stacks: readonly Synthesized[]): Shape[] {
  const shapes = new Map<string, Shape>();
  for (const { id, file } of stacks) {
    const shape = [...argumentNames(JSON.parse(readFileSync(project.path(file), "utf8")))].sort().join("\n");
    const first = shapes.get(shape);
    if (first) first.others.push(id);
    else shapes.set(shape, { id, file, others: [] });
  }
  return [...shapes.values()];
}

/** A stack with those that it represents. */
export function shapeName({ id, others }: Shape): string {
  return others.length > 0 ? `${id} (as ${others.join(", ")})` : id;
}

/** The path of every value, without the indices of lists. */
function argumentNames(value: unknown, path = "", names = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) argumentNames(item, `${path}[]`, names);
  else if (typeof value === "object" && value !== null) {
    for (const [name, item] of Object.entries(value)) if (name !== "//") argumentNames(item, `${path}.${name}`, names);
  } else names.add(path);
  return names;
}
