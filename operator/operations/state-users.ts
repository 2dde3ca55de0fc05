import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../process/files";
import { lockFileOf } from "../process/folders";
import { holderText, readHolder } from "../process/lock-holder";
import { UserError } from "../process/user-error";
import { isBackendMissing } from "../terraform/diagnostics";
import type { Workspace } from "../terraform/workspace";
import type { RunOptions } from "./run";
import { withWorkspace } from "./with-workspace";

/**
 * Checks that no other stack has resources whose state is in the bucket that a stack is about to destroy. Their settings are not read: a
 * state is found by the backend of the stack itself, with their key.
 * @throws {UserError} that names the first one that has
 */
export async function refuseWhileInUse(
  workspace: Workspace,
  others: readonly string[],
  { root = ".local", env }: Pick<RunOptions, "root" | "env">,
): Promise<void> {
  const { id, config } = workspace;
  // A folder of its own: the stack's working folder keeps what was last built there.
  const folder = mkdtempSync(join(root, "states-"));
  try {
    for (const other of others) {
      const lockFile = lockFileOf(other, root);
      const holder = readHolder(lockFile);
      if (holder) throw new UserError(holderText(other, holder, lockFile));
      const { type, settings } = config.backend;
      const backend = { [type]: { ...settings, key: other } };
      writeAtomically(join(folder, "source/stacks", other, "cdk.tf.json"), JSON.stringify({ terraform: { backend } }));
      const props = { id: other, source: join(folder, "source"), root: folder, operation: `destroy of ${id}` };
      const resources = await withWorkspace({ ...props, env: env?.(other) }, countResources);
      if (resources > 0)
        throw new UserError(
          `${id} holds the state of ${other}, which still has ${resources} resources: destroy ${other} first`,
        );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The number of resources in the state; 0 if the stack was never deployed, or its bucket is gone already. */
async function countResources(workspace: Workspace): Promise<number> {
  try {
    await workspace.init();
    return (await workspace.terraform.run(["state", "list"])).split("\n").filter(Boolean).length;
  } catch (error) {
    if (/No state file was found/.test(String(error)) || isBackendMissing(error)) return 0;
    throw error;
  }
}
