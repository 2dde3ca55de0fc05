import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { readTfvars, type TfvarsFile } from "./hcl/reader";
import type { Mistake } from "./mistake";

/** Larger files are refused: settings are written by hand. */
const maxBytes = 1024 * 1024;

/**
 * The files of a thousand environments with one system: what stacks cannot have both is compared before any is built, so each file is
 * read again. A parsed file takes about 0.1 MiB.
 */
const maxParsed = 2500;

const parsed = new Map<string, { readonly bytes: Buffer; readonly content: TfvarsFile }>();

/**
 * Reads one tfvars file; one that cannot be read is a mistake too. A file is parsed once per process as long as
 * its bytes stay the same, so that many stacks share it; of very many, the oldest are let go.
 */
export function readSettingsFile(root: string, file: string): TfvarsFile {
  const path = resolve(root, file);
  const name = displayName(root, path);
  try {
    const stats = statSync(path);
    if (!stats.isFile()) {
      return unreadable(
        name,
        "not a file",
        "a tfvars file",
        stats.isDirectory() ? "a directory" : "a device or socket",
      );
    }
    if (stats.size > maxBytes) {
      return unreadable(name, "too large", "at most 1 MiB", `${Math.ceil(stats.size / 1024)} KiB`);
    }
    return parse(path, name, readFileSync(path));
  } catch (error) {
    return unreadable(name, "cannot be read", "a readable file", reason(error));
  }
}

function parse(path: string, name: string, bytes: Buffer): TfvarsFile {
  const known = parsed.get(path);
  if (known?.bytes.equals(bytes) && known.content.root.place.file === name) return known.content;
  const content = isUtf8(bytes)
    ? readTfvars(name, bytes.toString("utf8"))
    : unreadable(name, "not UTF-8", "UTF-8 text", "other bytes", firstLineNotUtf8(bytes));
  const [oldest = path] = parsed.keys();
  if (parsed.size >= maxParsed) parsed.delete(oldest);
  parsed.set(path, { bytes, content });
  return content;
}

/** A digest of what a file holds. */
export function digestOf(path: string): string {
  return createHash("sha1").update(readFileSync(path)).digest("base64");
}

/** How a file is called in messages: relative to the checkout where it lies in it. */
export function displayName(root: string, path: string): string {
  const name = relative(root, path);
  return name.startsWith("..") || isAbsolute(name) ? path : name;
}

function firstLineNotUtf8(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (
    let end = bytes.indexOf(0x0a);
    end !== -1 && isUtf8(bytes.subarray(start, end));
    end = bytes.indexOf(0x0a, start)
  ) {
    line += 1;
    start = end + 1;
  }
  return line;
}

function unreadable(file: string, problem: string, expected: string, found: string, line = 1): TfvarsFile {
  const mistake: Mistake = { file, line, problem, expected, found };
  const place = { file, line: 1, column: 1, path: [] };
  return { root: { kind: "object", place, entries: new Map() }, mistakes: [mistake], broken: true };
}

function reason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  const known: Readonly<Record<string, string>> = {
    ENOENT: "no such file",
    EACCES: "no permission",
    ENOTDIR: "a file where a directory is named",
  };
  return known[code] ?? code;
}
