import { join, resolve } from "node:path";

/** The working folder of a stack, below the operator's own folder. */
export function folderOf(id: string, root = ".local"): string {
  return resolve(root, "stacks", id);
}

/** The file that names the process of this machine that works on a stack. */
export function lockFileOf(id: string, root = ".local"): string {
  return join(folderOf(id, root), "in-use.json");
}
