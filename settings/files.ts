import { isUtf8 } from "node:buffer";
import { readFileSync, type Stats, statSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { readTfvars, type TfvarsFile } from "./hcl/reader";
import type { Mistake } from "./mistake";

/** Larger files are refused: settings are written by hand. */
const maxBytes = 1024 * 1024;

interface Cached {
  readonly modified: number;
  readonly size: number;
  readonly content: TfvarsFile;
}

const cache = new Map<string, Cached>();

/**
 * Reads one tfvars file; one that cannot be read is a mistake too. An unchanged file is read once per process,
 * so that many stacks share it.
 */
export function readSettingsFile(root: string, file: string): TfvarsFile {
  const path = resolve(root, file);
  const name = displayName(root, path);
  try {
    const stats = statSync(path);
    const known = cache.get(path);
    if (known?.modified === stats.mtimeMs && known.size === stats.size && known.content.root.place.file === name) {
      return known.content;
    }
    const content = readContent(path, name, stats);
    cache.set(path, { modified: stats.mtimeMs, size: stats.size, content });
    return content;
  } catch (error) {
    return unreadable(name, "cannot be read", "a readable file", reason(error));
  }
}

function readContent(path: string, name: string, stats: Stats): TfvarsFile {
  if (!stats.isFile()) {
    return unreadable(name, "not a file", "a tfvars file", stats.isDirectory() ? "a directory" : "a device or socket");
  }
  if (stats.size > maxBytes) {
    return unreadable(name, "too large", "at most 1 MiB", `${Math.ceil(stats.size / 1024)} KiB`);
  }
  const bytes = readFileSync(path);
  if (!isUtf8(bytes)) {
    return unreadable(name, "not UTF-8", "UTF-8 text", "other bytes", firstLineNotUtf8(bytes));
  }
  return readTfvars(name, bytes.toString("utf8"));
}

function displayName(root: string, path: string): string {
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
  const code = (error as NodeJS.ErrnoException).code ?? "an error";
  const known: Readonly<Record<string, string>> = {
    ENOENT: "no such file",
    EACCES: "no permission",
    ENOTDIR: "a file where a directory is named",
  };
  return known[code] ?? code;
}
