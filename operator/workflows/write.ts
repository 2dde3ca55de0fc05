import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../process/user-error";
import { mark } from "./workflows";

/** What differs between a folder and the workflows that belong there. */
export interface Difference {
  /** Files that are missing or have another text. */
  readonly outdated: readonly string[];
  /** Files that the generator wrote and that belong to nothing any more. */
  readonly gone: readonly string[];
}

/** Whether the generator wrote a file: its first line says so. */
const isOurs = (text: string): boolean => text.startsWith(`# ${mark}`);

/**
 * Compares a folder with the workflows that belong there. Other files are left alone.
 * @throws {UserError} where a file has the name of one of them and was written by hand
 */
export function compare(folder: string, wanted: ReadonlyMap<string, string>): Difference {
  const texts = textsIn(folder);
  const foreign = [...wanted.keys()].filter((name) => texts.has(name) && !isOurs(texts.get(name) ?? ""));
  if (foreign.length > 0) {
    throw new UserError(
      `${foreign.map((name) => join(folder, name)).join(", ")}: expected a file that \`npm run init:workflows\` wrote, found one without its first ` +
        "line: it is not overwritten. Rename it, or remove it, and run the command again",
    );
  }
  return {
    outdated: [...wanted].flatMap(([name, text]) => (texts.get(name) === text ? [] : [name])),
    gone: [...texts].flatMap(([name, text]) => (!wanted.has(name) && isOurs(text) ? [name] : [])),
  };
}

/** Whether the generator wrote any file of a folder from this project. */
export function hasWorkflows(folder: string, wanted: ReadonlyMap<string, string>): boolean {
  const [header] = [...wanted.values()].map(firstLine);
  return [...textsIn(folder).values()].some((text) => firstLine(text) === header);
}

/** The texts of the workflows that are there, by the names of their files. */
function textsIn(folder: string): ReadonlyMap<string, string> {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)) : [];
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

const firstLine = (text: string) => text.split("\n", 1)[0];

/** Writes what differs, and removes what belongs to nothing any more. */
export function write(folder: string, wanted: ReadonlyMap<string, string>, { outdated, gone }: Difference): void {
  mkdirSync(folder, { recursive: true });
  for (const name of outdated) writeFileSync(join(folder, name), wanted.get(name) ?? "");
  for (const name of gone) rmSync(join(folder, name));
}
