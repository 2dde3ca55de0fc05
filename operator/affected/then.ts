import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { ProjectPlace } from "../../settings/project/folder";
import { UserError } from "../process/user-error";
import { filesBelow } from "./files";
import { commitOf, workTreeOf } from "./git";

/** What the bytes of a stack follow from, apart from its project: files and folders of the product. */
export const productFiles: readonly string[] = [
  "main.ts",
  "stacks",
  "modules",
  "settings",
  "charts",
  "package-lock.json",
];

/** What of a project its stacks are made of. */
export const projectFiles: readonly string[] = ["environments", "systems", "functions"];

/** Where a project is in a repository, and a commit of it. */
export interface Then {
  /** The full id. */
  readonly commit: string;
  /** The work tree of now that holds the project: of submodules the outermost. */
  readonly workTree: string;
  /** The folders of the project and of the product in it. Without a product, today's builds the project as it was. */
  readonly project: string;
  readonly product?: string;
  /** Names what the build follows from. */
  readonly key: string;
}

/** Finds the repository of a project, and the commit in it. @throws {UserError} where there is none */
export function findThen({ root, folder = "." }: ProjectPlace, since: string): Then {
  const at = resolve(root, folder);
  if (!existsSync(at)) throw new UserError(`${at}: expected a folder with environments/ and systems/, found nothing`);
  const workTree = workTreeOf(realpathSync(at));
  const commit = commitOf(workTree, since);
  const project = relative(workTree, realpathSync(at));
  const product = isIn(workTree, root) ? relative(workTree, realpathSync(root)) : undefined;
  const digest = createHash("sha256")
    .update(`${project}\0${product ?? digestOf(root)}`)
    .digest("hex");
  return { commit, workTree, project, product, key: `${commit.slice(0, 12)}-${digest.slice(0, 8)}` };
}

function isIn(workTree: string, folder: string): boolean {
  try {
    return workTreeOf(realpathSync(folder)) === workTree;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** A hash of the product as it is now. */
function digestOf(root: string): string {
  const hash = createHash("sha256");
  for (const file of productFiles.flatMap((path) => filesBelow(root, path)).sort()) {
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}
