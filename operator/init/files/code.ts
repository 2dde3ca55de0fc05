import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { hasFunctions, type SystemPlatform } from "../model/answers";
import type { ExistingProject } from "../model/existing";
import { platformsOf } from "../model/existing";
import type { PlannedFile, PlannedSystem } from "../model/plan";
import { physicalName } from "./names";
import type { Code } from "./platform-base";

/** The code that new systems begin with, by platform: a copy of the shipped system's, in a folder of their own. */
export interface PlannedCode {
  readonly code: ReadonlyMap<string, Code>;
  readonly files: readonly PlannedFile[];
}

/** Copies the functions of the shipped system of each platform that has some. `examples` is the shipped project. */
export function plannedCode(systems: readonly PlannedSystem[], examples: ExistingProject): PlannedCode {
  const code = new Map<string, Code>();
  const files: PlannedFile[] = [];
  for (const { name, platforms, isNew } of systems.filter((system) => system.isNew && isNewCode(system))) {
    for (const platform of platforms.filter(hasFunctions)) {
      const folder = `functions/${physicalName(name, platform, platforms) ?? name}`;
      const copied = copyOf(platform, name, folder, examples);
      files.push(...copied);
      const buildspec = copied.find(({ path }) => /buildspec\.ya?ml$/.test(path))?.path;
      if (isNew) code.set(platform, { folder, buildspec });
    }
  }
  return { code, files };
}

const isNewCode = ({ platforms }: PlannedSystem) => platforms.some(hasFunctions);

function copyOf(platform: SystemPlatform, name: string, folder: string, examples: ExistingProject): PlannedFile[] {
  const example = [...examples.systems.keys()].find((it) => platformsOf(examples, it).includes(platform));
  const source = join(examples.folder, "functions", example ?? "");
  if (!example || !existsSync(source)) return [];
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("__pycache__"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({
      path: join(folder, relative(source, file)),
      text: renamed(readFileSync(file, "utf8"), example, name),
    }));
}

/** The text of a shipped system with another system's name: its whole name, and its first word where that is a name. */
export function renamed(text: string, example: string, name: string): string {
  const words = example.split("-");
  const [first = ""] = words;
  const title = words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join(" ");
  return text
    .replaceAll(example, name)
    .replaceAll(example.replaceAll("-", "_"), name.replaceAll("-", "_"))
    .replaceAll(title, name)
    .replace(first.length < 4 ? /(?!)/ : new RegExp(`(?<=[./"])${first}(?=/)`, "g"), name);
}
