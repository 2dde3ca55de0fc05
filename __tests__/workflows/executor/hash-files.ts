import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { minimatch } from "minimatch";

/** The function `hashFiles`: one hash of all files that fit; empty if none does. `node_modules` and `.git` are left out, for speed. */
export function hashFiles(workspace: string, patterns: readonly string[]): string {
  const plain = patterns.every((pattern) => !/[*?[\]{}!]/.test(pattern));
  const candidates = plain ? patterns : filesBelow(workspace, "");
  const fits = (file: string) => plain || patterns.some((pattern) => minimatch(file, pattern, { dot: true }));
  const files = candidates
    .filter(fits)
    .filter((file) => statSync(join(workspace, file), { throwIfNoEntry: false })?.isFile());
  if (files.length === 0) return "";
  const all = createHash("sha256");
  for (const file of files.sort())
    all.update(
      createHash("sha256")
        .update(readFileSync(join(workspace, file)))
        .digest(),
    );
  return all.digest("hex");
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (!entry.isDirectory()) return [path];
    return entry.name === "node_modules" || entry.name === ".git" ? [] : filesBelow(root, path);
  });
}
