import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

/** The files below a folder, or the file itself, by their paths in `root`; none where nothing is there. Links to folders are not followed. */
export function filesBelow(root: string, path = ""): string[] {
  const from = join(root, path);
  if (!existsSync(from)) return [];
  if (statSync(from).isFile()) return [path];
  return readdirSync(from, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules" && name !== ".git" && name !== ".local")
    .flatMap((entry) => {
      const inner = join(path, entry.name);
      return entry.isDirectory() ? filesBelow(root, inner) : existsSync(join(root, inner)) ? [inner] : [];
    });
}

/** The files below some paths that differ between two folders, or that one of them lacks. */
export function changedFiles(then: string, now: string, paths: readonly string[]): string[] {
  const all = new Set(paths.flatMap((path) => [...filesBelow(then, path), ...filesBelow(now, path)]));
  return [...all].filter((file) => !isSame(join(then, file), join(now, file))).sort();
}

function isSame(then: string, now: string): boolean {
  return existsSync(then) && existsSync(now) && readFileSync(then).equals(readFileSync(now));
}

/**
 * The files in which a built stack differs from what it was: `cdk.tf.json` by what it means to Terraform, which is all but cdktf's comments
 * and the order of keys; assets by their bytes.
 */
export function changedOutput(then: string, now: string): string[] {
  return changedFiles(then, now, [""]).filter((file) => {
    const [before, after] = [join(then, file), join(now, file)];
    if (file !== "cdk.tf.json" || !existsSync(before) || !existsSync(after)) return true;
    return !isDeepStrictEqual(stackJson(before), stackJson(after));
  });
}

/** One block of Terraform's JSON. */
export type Block = Record<string, unknown>;

/** What Terraform reads of a stack's `cdk.tf.json`. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}

/** Reads a stack's file without cdktf's comments. They are in the file itself and in its blocks; a key `//` further down is a value. */
export function stackJson(file: string): StackJson {
  const json = JSON.parse(readFileSync(file, "utf8"));
  delete json["//"];
  for (const kind of ["resource", "data"]) {
    for (const named of Object.values<Record<string, Block>>(json[kind] ?? {})) {
      for (const block of Object.values(named)) delete block["//"];
    }
  }
  return json;
}
