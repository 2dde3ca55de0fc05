import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { readSettingsFile } from "../../../settings/files";
import type { Node } from "../../../settings/hcl/node";
import { formatMistake } from "../../../settings/mistake";
import { UserError } from "../../process/user-error";

/** What a file sets, as plain values. */
export type Values = Readonly<Record<string, unknown>>;

/** What the project's folder holds already. */
export interface ExistingProject {
  readonly folder: string;
  readonly isNew: boolean;
  /** Every file, relative to the folder: it stays as it is. */
  readonly files: ReadonlySet<string>;
  /** The values of each environment's file, by its name; `base` is among them. */
  readonly environments: ReadonlyMap<string, Values>;
  /** The values of each file of a system, by the system and the file's name. */
  readonly systems: ReadonlyMap<string, ReadonlyMap<string, Values>>;
  /** The text of all settings: address ranges and domains in it are taken. */
  readonly text: string;
}

/** Reads a project. @throws {UserError} if one of its files cannot be read: what it holds is not known then */
export function readExisting(folder: string): ExistingProject {
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new UserError(`${folder}: expected a folder for the project, found a file`);
  }
  const files = existsSync(folder) ? filesBelow(folder) : [];
  const environments = new Map<string, Values>();
  const systems = new Map<string, Map<string, Values>>();
  const texts: string[] = [];
  for (const file of files.filter((name) => name.endsWith(".tfvars"))) {
    const [, environment] = /^environments\/([^/]+)\.tfvars$/.exec(file) ?? [];
    const [, system, name] = /^systems\/([^/]+)\/([^/]+)\.tfvars$/.exec(file) ?? [];
    const { root, mistakes, broken } = readSettingsFile(folder, file);
    if (broken) throw new UserError(`${mistakes.map(formatMistake).join("\n")}\nnothing was written`);
    const values = valueIn(root) as Values;
    if (environment) environments.set(environment, values);
    if (system && name) systems.set(system, new Map([...(systems.get(system) ?? []), [name, values]]));
    texts.push(readFileSync(join(folder, file), "utf8"));
  }
  const isNew = files.length === 0;
  return { folder, isNew, files: new Set(files), environments, systems, text: texts.join("\n") };
}

/** The value of a node, with its nulls: in a lower layer they take something away. */
function valueIn(node: Node): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(valueIn);
    case "object":
      return Object.fromEntries([...node.entries].map(([key, child]) => [key, valueIn(child)]));
    case "refused":
      return null;
  }
}

/** The folders of a project. What else its folder holds is not read. */
const parts = ["environments", "systems", "functions"];

function filesBelow(folder: string): string[] {
  return parts
    .map((part) => join(folder, part))
    .filter((part) => existsSync(part))
    .flatMap((part) => readdirSync(part, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
}

/** A text or number within values; nothing if it is not there. */
export function valueAt(values: Values | undefined, path: string): string | undefined {
  let value: unknown = values;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Values)[key];
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

/** The environments that have a file, but `base` and that of the emulator. */
export function environmentsOf({ environments }: ExistingProject): string[] {
  return [...environments]
    .filter(([name, values]) => name !== "base" && valueAt(values, "emulator") !== "true")
    .map(([name]) => name)
    .sort();
}

/** The platforms of a system, by the blocks in its environments' files. */
export function platformsOf(project: ExistingProject, system: string, environment?: string): string[] {
  const files = [...(project.systems.get(system) ?? [])]
    .filter(([name]) => name !== "base" && (environment === undefined || name === environment))
    .map(([, values]) => Object.keys(values));
  return [...new Set(files.flat())].map((key) => key.replaceAll("_", "-"));
}
