import { join } from "node:path";
import { pushErroredState } from "../errors/errored-state";
import { planStack } from "../plan/plan";
import { discardPlan } from "../plan/plan-file";
import type { StackPlan } from "../plan/stack-plan";
import { refuseMoreThanImage } from "../release/state/only-image";
import { prepareBackend } from "../terraform/self-hosted-state";
import type { Workspace } from "../terraform/workspace";
import { holderNote } from "./lock-wait";
import { noteRelease } from "./release-guard";
import { type RunOptions, runStacks, type StackResult } from "./run";

export interface PlanStacksOptions extends RunOptions {
  /** Values of Terraform variables; each is passed to the stacks that declare it. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Plan to destroy everything. @default false */
  readonly destroy?: boolean;
  /** As in PlanOptions. @default true */
  readonly refresh?: boolean;
  /** Refuse what would change without `vars` too. @default false */
  readonly onlyImage?: boolean | undefined;
  /** Looks at each plan before it is handed over; an error refuses it. @default - nothing does */
  readonly policy?: (workspace: Workspace) => Promise<void>;
  /** Called with each plan, in its workspace. @default - the plan stays there */
  readonly handOver?: (workspace: Workspace, plan: StackPlan) => Promise<void>;
  /** As in PlanOptions. @default true */
  readonly lock?: boolean;
  /** As in PlanOptions. @default - nothing */
  readonly overrides?: (id: string) => readonly string[];
}

/** Plans stacks in parallel, and saves each plan in the stack's workspace. */
export function planStacks(ids: readonly string[], options: PlanStacksOptions): Promise<StackResult[]> {
  return runStacks(ids, { ...options, operation: "plan", before: () => [] }, async (workspace) => {
    options.progress.report({ stack: workspace.id, type: "step", step: "init" });
    await prepareBackend(workspace);
    await pushErroredState(workspace, options.progress);
    await noteRelease(workspace, options.progress);
    const onLockWait = holderNote(workspace, options.progress, options.lockTimeoutSeconds);
    if (options.onlyImage) await refuseMoreThanImage(workspace, { ...options, onLockWait });
    const plan = await planStack(workspace, { ...options, onLockWait });
    if (plan.hasChanges) await options.policy?.(workspace);
    await options.handOver?.(workspace, plan);
    return { status: "planned", plan };
  });
}

/**
 * Plans stacks only to look: without a lock, and nothing of a plan is kept. It works in folders of its own, so that what was saved for a
 * deploy of this checkout stays. A role that reads states and describes resources is enough.
 */
export function lookAtPlans(
  ids: readonly string[],
  options: Omit<PlanStacksOptions, "handOver" | "lockTimeoutSeconds" | "destroy">,
): Promise<StackResult[]> {
  const root = join(options.root ?? ".local", "aside");
  return runStacks(ids, { ...options, root, operation: "plan", before: () => [] }, async (workspace) => {
    options.progress.report({ stack: workspace.id, type: "step", step: "init" });
    await prepareBackend(workspace);
    const plan = await planStack(workspace, { ...options, lock: false });
    await discardPlan(workspace);
    return { status: "planned", plan };
  });
}
