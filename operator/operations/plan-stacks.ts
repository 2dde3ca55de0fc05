import { pushErroredState } from "../errors/errored-state";
import { planStack } from "../plan/plan";
import { prepareBackend } from "../terraform/self-hosted-state";
import { type RunOptions, runStacks, type StackResult } from "./run";

export interface PlanStacksOptions extends RunOptions {
  /** Values of Terraform variables; each is passed to the stacks that declare it. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Plan to destroy everything. @default false */
  readonly destroy?: boolean;
  /** As in PlanOptions. @default true */
  readonly refresh?: boolean;
  /** As in PlanOptions. @default - nothing */
  readonly overrides?: (id: string) => readonly string[];
}

/** Plans stacks in parallel, and saves each plan in the stack's workspace. */
export function planStacks(ids: readonly string[], options: PlanStacksOptions): Promise<StackResult[]> {
  return runStacks(ids, { ...options, operation: "plan", before: () => [] }, async (workspace) => {
    options.progress.report({ stack: workspace.id, type: "step", step: "init" });
    await prepareBackend(workspace);
    await pushErroredState(workspace, options.progress);
    return { status: "planned", plan: await planStack(workspace, options) };
  });
}
