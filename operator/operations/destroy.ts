import { UserError } from "../process/user-error";
import { isBackendMissing } from "../terraform/diagnostics";
import { dropFile, moveStateToFile, prepareBackend } from "../terraform/self-hosted-state";
import type { Workspace } from "../terraform/workspace";
import { applyChanges, type DeployOptions } from "./deploy";
import { type RunOptions, runStacks, type StackResult, type StackWork } from "./run";
import { withWorkspace } from "./with-workspace";

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
    if (!workspace.config.ownsBackend) return applyChanges(workspace, { ...options, destroy: true });
    if (place === "backend") {
      await refuseWhileInUse(workspace.id, options);
      progress.report({ stack: workspace.id, type: "step", step: "move state" });
      await moveStateToFile(workspace);
    }
    return destroyWithFile(workspace, options);
  });
}

/** Destroys a stack whose state is in its workspace's file. The file stays until everything is destroyed. */
async function destroyWithFile(workspace: Workspace, options: DestroyOptions): Promise<StackWork> {
  const releaseState = () => refuseWhileInUse(workspace.id, options);
  const work = await applyChanges(workspace, { ...options, destroy: true, releaseState });
  if (work.status !== "declined") dropFile(workspace);
  return work;
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

/** @throws {UserError} when a stack whose state is in the bucket still has resources */
async function refuseWhileInUse(id: string, options: DestroyOptions & RunOptions): Promise<void> {
  const { source, root, env, dependents = () => [] } = options;
  for (const other of dependents(id)) {
    const props = { id: other, source, root, operation: `destroy of ${id}`, env: env?.(other) };
    const resources = await withWorkspace(props, countResources);
    if (resources > 0) {
      throw new UserError(
        `${id} holds the state of ${other}, which still has ${resources} resources: destroy ${other} first`,
      );
    }
  }
}
