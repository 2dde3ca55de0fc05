import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(__dirname, "../..");

export const read = (file: string) => readFileSync(join(root, file), "utf8");

export interface Page {
  readonly file: string;
  readonly text: string;
}

/** Every page that people write or read in this repository, by its path. */
export const pages: readonly Page[] = [
  "README.md",
  "CONTRIBUTING.md",
  "__tests__/README.md",
  "operator/local/README.md",
  ...filesUnder("docs", ".md"),
].map((file) => ({ file, text: read(file) }));

/** The paths of all files below a folder whose names end so, sorted. */
export function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();
}

/** The first group of each match, in any page, with the page that it is in. */
export function found(pattern: RegExp): { file: string; name: string }[] {
  return pages.flatMap(({ file, text }) => [...text.matchAll(pattern)].map(([, name = ""]) => ({ file, name })));
}

/** A page without its code blocks. */
export function prose(text: string): string {
  return text.replaceAll(/^ *```[\s\S]*?^ *```/gm, "");
}
