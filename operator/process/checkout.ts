import { resolve } from "node:path";
import { findProject } from "../../settings/project/folder";
import { commitOf as commitIn } from "../start/commit.cjs";

/** The folder of the project that commands mean: its repository may be another one than the product's. */
function projectFolder(): string {
  const { root, folder = "." } = findProject(process.cwd(), process.env["PROJECT"]);
  return resolve(root, folder);
}

/**
 * The commit of the project, with `-dirty` where files differ from it or sources are in no commit; nothing outside Git. The sources of the
 * product count too, where it is in the same checkout.
 */
export const commitOf = (): string | undefined => commitIn(projectFolder(), process.cwd());

/** The commit of the product that `npm test` tests, in the same way. */
export const productCommit = (): string | undefined => commitIn(process.cwd(), projectFolder());
