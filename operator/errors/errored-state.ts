import { existsSync, rmSync } from "node:fs";
import type { Progress } from "../progress/progress";
import { recordingWriter } from "../states/record-writer";
import type { Workspace } from "../terraform/workspace";

/**
 * Saves a state that an earlier apply could not save and left as `errored.tfstate`. Without it, the resources of that apply would not be
 * in the state. Terraform refuses if the backend has a newer state.
 */
export async function pushErroredState(workspace: Workspace, progress: Progress): Promise<void> {
  const file = workspace.path("errored.tfstate");
  if (!existsSync(file)) return;
  await recordingWriter(workspace, "state push errored.tfstate", progress, () =>
    workspace.terraform.run(["state", "push", "-no-color", "errored.tfstate"]),
  );
  rmSync(file);
  progress.report({ stack: workspace.id, type: "note", text: "saved the state that an earlier run could not save" });
}
