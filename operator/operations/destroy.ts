import { dropFile, moveStateToFile, prepareBackend } from "../terraform/self-hosted-state";
import type { Workspace } from "../terraform/workspace";
import { applyChanges, type DeployOptions } from "./deploy";
import { refuseDuringRelease } from "./release-guard";
import { runStacks, type StackResult, type StackWork } from "./run";
import { refuseWhileInUse } from "./state-users";

export interface DestroyOptions extends Omit<DeployOptions, "planned" | "adopt"> {
  /** The stacks that need a stack. A state bucket is not destroyed as long as they have resources. @default none */
  readonly dependents?: (id: string) => readonly string[];
}

/** Destroys stacks; a stack that needs another goes first. Never throws for a stack: each result has its error. */
export function destroyStacks(ids: readonly string[], options: DestroyOptions): Promise<StackResult[]> {
  const { dependencies = () => [], progress } = options;
  const before = (id: string) => ids.filter((other) => dependencies(other).includes(id));
  return runStacks(ids, { ...options, operation: "destroy", before }, async (workspace) => {
    progress.report({ stack: workspace.id, type: "step", step: "init" });
    const place = await prepareBackend(workspace);
    await refuseDuringRelease(workspace, "destroy", progress, options);
    if (!workspace.config.ownsBackend) return applyChanges(workspace, { ...options, destroy: true });
    if (place === "backend") {
      await refuseWhileInUse(workspace, options.dependents?.(workspace.id) ?? [], options);
      progress.report({ stack: workspace.id, type: "step", step: "move state" });
      await moveStateToFile(workspace);
    }
    return destroyWithFile(workspace, options);
  });
}

/** Destroys a stack whose state is in its workspace's file. The file stays until everything is destroyed. */
async function destroyWithFile(workspace: Workspace, options: DestroyOptions): Promise<StackWork> {
  const releaseState = () => refuseWhileInUse(workspace, options.dependents?.(workspace.id) ?? [], options);
  const work = await applyChanges(workspace, { ...options, destroy: true, releaseState });
  if (work.status !== "declined") dropFile(workspace);
  return work;
}
