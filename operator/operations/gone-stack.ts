import { existsSync } from "node:fs";
import { join } from "node:path";
import { folderOf } from "../process/folders";

/** Whether a stack of this id was worked on in this checkout. */
export const wasBuilt = (id: string) =>
  /^[a-z0-9-]+$/.test(id) && existsSync(join(folderOf(id, ".local"), "cdk.tf.json"));

/** What to do with a stack that was deployed from here, and whose block no file has any more. */
export function goneText(id: string): string {
  return (
    `${id} is in no file of the project any more, but was built here: put its block back (systems/<system>/<environment>.tfvars, or \`account\` ` +
    "in environments/<environment>.tfvars) as it was, destroy the stack, then remove the block"
  );
}
