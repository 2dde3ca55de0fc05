import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** False when a folder is missing, or holds a link whose target is gone. */
export function isComplete(dir: string): boolean {
  if (!existsSync(dir)) return false;
  return readdirSync(dir, { withFileTypes: true }).every((entry) => {
    const path = join(dir, entry.name);
    if (entry.isSymbolicLink()) return existsSync(path) && statSync(path).isDirectory();
    return !entry.isDirectory() || isComplete(path);
  });
}
