import { join } from "node:path";
import { writeAtomically } from "../process/files";
import { UserError } from "../process/user-error";
import { type EarlierState, earlierState, forgetPlace, withBackend } from "./earlier-state";
import { bootstrapFile } from "./state-place";
import type { Workspace } from "./workspace";

const movedFile = "moved.tfstate";

/**
 * Moves a stack's state from the place that earlier settings named to the one of now, once `confirm` agrees. Terraform can move no state
 * out of HCP Terraform, so the state is read from one place and written to the other; the first one keeps its copy. Returns whether the
 * state is where the settings say.
 */
export async function moveState(
  workspace: Workspace,
  confirm: (move: EarlierState) => Promise<boolean>,
): Promise<boolean> {
  const earlier = await earlierState(workspace);
  if (!earlier) return true;
  if (!(await confirm(earlier))) return false;
  const now = await earlierState(workspace);
  if (now?.serial !== earlier.serial || now.lineage !== earlier.lineage) {
    throw new UserError(
      `${workspace.id}: its state in ${earlier.from} has changed meanwhile: nothing was moved, run it again`,
    );
  }
  if (workspace.config.ownsBackend) {
    // The bucket may not exist yet: the deploy begins with this file, and moves it into the bucket.
    writeAtomically(workspace.path(bootstrapFile), earlier.text);
    forgetPlace(workspace);
    return true;
  }
  // In a folder of its own: until the state is there, this folder remembers the earlier place.
  await withBackend(workspace, workspace.config.backend, async (terraform, dir) => {
    writeAtomically(join(dir, movedFile), earlier.text);
    // Terraform refuses if the new place has another or a newer state.
    await terraform.run(["state", "push", "-no-color", movedFile]);
  }).catch((error: Error) => {
    const { from, to } = earlier;
    throw new UserError(`${workspace.id}: its state was not moved from ${from} to ${to}: ${error.message}`, {
      cause: error,
    });
  });
  forgetPlace(workspace);
  return true;
}
