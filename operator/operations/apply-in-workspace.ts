import { findOrphans, OrphansError } from "../errors/orphans";
import { lookedUp } from "../errors/stopped";
import { applyPlan, dropPlan } from "../plan/plan-file";
import type { StackPlan } from "../plan/stack-plan";
import { recordingWriter } from "../states/record-writer";
import { TerraformError } from "../terraform/diagnostics";
import type { TerraformEvent } from "../terraform/events";
import { ResourceEvents } from "../terraform/resource-events";
import type { Workspace } from "../terraform/workspace";
import { holderNote } from "./lock-wait";
import { againWith, type RunOptions } from "./run";

/** Applies the saved plan and shows its progress. A failure names what is left. Returns the outputs that are not sensitive. */
export async function applyInWorkspace(
  workspace: Workspace,
  plan: StackPlan,
  { progress, again = againWith, lockTimeoutSeconds }: RunOptions,
): Promise<Record<string, unknown>> {
  const step = plan.destroy ? "destroy" : "apply";
  progress.report({ stack: workspace.id, type: "step", step, total: plan.changes.length });
  const events = new ResourceEvents(workspace.id, progress);
  const onLockWait = holderNote(workspace, progress, lockTimeoutSeconds);
  try {
    const command = plan.destroy ? "destroy" : "deploy";
    const take = (event: TerraformEvent) => (event.type === "state_lock_acquire" ? onLockWait() : events.take(event));
    return await recordingWriter(workspace, command, progress, () =>
      applyPlan(workspace, plan, take, lockTimeoutSeconds),
    );
  } catch (error) {
    const explained = await lookedUp(error, workspace, again(step === "apply" ? "deploy" : "destroy", workspace.id), {
      plan,
      events,
    });
    if (explained !== error || !(error instanceof TerraformError)) throw explained;
    const orphans = await findOrphans(workspace, error.diagnostics);
    throw orphans.length > 0 ? new OrphansError(error, orphans, workspace) : error;
  } finally {
    dropPlan(workspace);
  }
}
