import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Files } from "./pack";

/** What a stack is built of: its JSON and its assets, by their paths. */
export function configurationIn(folder: string): Files {
  const assets = join(folder, "assets");
  const entries = existsSync(assets) ? readdirSync(assets, { recursive: true, withFileTypes: true }) : [];
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    [join(folder, "cdk.tf.json"), ...paths.sort()].map((path) => [
      relative(folder, path).split(sep).join("/"),
      readFileSync(path),
    ]),
  );
}

/**
 * Where two configurations differ: addresses of resources and data sources, `output.url`, `variable.image`, `terraform.backend`, paths of
 * assets. What a build only notes under `//` does not count, nor the order of keys.
 */
export function differingPlaces(planned: Files, built: Files): string[] {
  const [left, right] = [planned, built].map((files) => places(files));
  const names = [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])];
  return names.filter((name) => left?.get(name) !== right?.get(name)).sort();
}

function places(files: Files): Map<string, string> {
  const found = new Map<string, string>();
  for (const [path, content] of files) {
    if (path !== "cdk.tf.json") {
      found.set(path, createHash("sha256").update(content).digest("hex"));
      continue;
    }
    for (const [block, members] of Object.entries(JSON.parse(content.toString()) as Record<string, object>)) {
      if (block === "//") continue;
      for (const [name, member] of Object.entries(members)) {
        const isByType = block === "resource" || block === "data";
        const inner = isByType ? Object.entries(member as object) : [[name, member] as const];
        for (const [id, value] of inner) found.set(placeName(block, name, isByType ? id : undefined), canonical(value));
      }
    }
  }
  return found;
}

function placeName(block: string, name: string, id?: string): string {
  if (id === undefined) return `${block}.${name}`;
  return `${block === "data" ? "data." : ""}${name}.${id}`;
}

/** The same text for equal values, without notes. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, of: unknown) => {
    if (key === "//") return undefined;
    if (typeof of !== "object" || of === null || Array.isArray(of)) return of;
    return Object.fromEntries(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
