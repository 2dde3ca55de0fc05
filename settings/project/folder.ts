import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

/** Where a project is. */
export interface ProjectPlace {
  /** The checkout: files are named relative to it. */
  readonly root: string;
  /** The folder with `environments/` and `systems/`, relative to `root` or absolute. @default "." */
  readonly folder?: string;
}

/** The folder of a user's own project, which `npm run init` makes. The product itself never has one. */
export const ownProject = "project";

/** The project that commands mean: the one that is named (`--project`, `PROJECT`), else `project/` where it exists, else the shipped examples. */
export function findProject(root: string, named: string | undefined): ProjectPlace {
  if (named) return { root, folder: named };
  const own = join(root, ownProject);
  return { root, folder: existsSync(own) && statSync(own).isDirectory() ? ownProject : "." };
}
