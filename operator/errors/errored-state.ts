import { existsSync, rmSync } from "node:fs";
import type { Progress } from "../progress/progress";
import type { Workspace } from "../terraform/workspace";

/**
 * Puts back a state that an earlier apply could not save: Terraform then leaves it as `errored.tfstate`. Without it, what that apply
 * made would be lost from view. Terraform refuses it should a newer state be there.
 */
export async function pushErroredState(workspace: Workspace, progress: Progress): Promise<void> {
  const file = workspace.path("errored.tfstate");
  if (!existsSync(file)) return;
  await workspace.terraform.run(["state", "push", "-no-color", "errored.tfstate"]);
  rmSync(file);
  progress.report({ stack: workspace.id, type: "note", text: "saved the state that an earlier run could not save" });
}
