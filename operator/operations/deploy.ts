import { pushErroredState } from "../errors/errored-state";
import { adopt, findOrphans, OrphansError } from "../errors/orphans";
import { interrupt } from "../process/interrupt";
import { InterruptedError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import { TerraformError } from "../terraform/diagnostics";
import type { EarlierState } from "../terraform/earlier-state";
import { moveState } from "../terraform/move-state";
import { readOutputs } from "../terraform/outputs";
import { applyPlan, dropPlan, planStack, savedPlan } from "../terraform/plan";
import { ResourceEvents } from "../terraform/resource-events";
import { moveStateToBackend, prepareBackend } from "../terraform/self-hosted-state";
import type { StackPlan } from "../terraform/stack-plan";
import type { Workspace } from "../terraform/workspace";
import { type RunOptions, runStacks, type StackResult, type StackWork } from "./run";

export interface DeployOptions extends RunOptions {
  /** Decides about each plan that is not empty. Exactly this plan is applied. */
  readonly approve: (plan: StackPlan) => Promise<boolean>;
  /** Values of Terraform variables; each is passed to the stacks that declare it. */
  readonly vars?: Readonly<Record<string, string>>;
  /** As in PlanOptions. @default true */
  readonly refresh?: boolean;
  /** Apply the plan that an earlier `plan` saved, instead of a new one. @default false */
  readonly planned?: boolean;
  /**
   * Import resources that exist under their planned names but are not in the state, as a killed apply leaves them; then plan and ask for
   * approval again. Without it they are an error that says how to import them. @default false
   */
  readonly adopt?: boolean;
  /** Decides whether a state is moved that is still where earlier settings kept it. @default - such a state is an error */
  readonly confirmMove?: (id: string, move: EarlierState) => Promise<boolean>;
}

/** Deploys stacks in dependency order, independent ones in parallel. Never throws for a stack: each result has its error. */
export function deployStacks(ids: readonly string[], options: DeployOptions): Promise<StackResult[]> {
  const before = options.dependencies ?? (() => []);
  return runStacks(ids, { ...options, operation: "deploy", before }, async (workspace) => {
    const { progress } = options;
    const { id } = workspace;
    progress.report({ stack: id, type: "step", step: "init" });
    const { confirmMove } = options;
    if (confirmMove && !(await moveState(workspace, (move) => confirmMove(id, move)))) return { status: "declined" };
    const place = await prepareBackend(workspace);
    const work = await applyChanges(workspace, options);
    if (place === "file" && work.status !== "declined") {
      progress.report({ stack: workspace.id, type: "step", step: "move state" });
      await moveStateToBackend(workspace);
    }
    return work;
  });
}

type ApplyOptions = DeployOptions & { readonly destroy?: boolean };

/** Plans, waits for approval and applies, in an initialized workspace. After orphans were imported it does so again. */
export async function applyChanges(workspace: Workspace, options: ApplyOptions): Promise<StackWork> {
  await pushErroredState(workspace, options.progress);
  for (;;) {
    try {
      return await planAndApply(workspace, options);
    } catch (error) {
      // The loop ends: each round imports at least one more resource.
      if (!options.adopt || !(error instanceof OrphansError)) throw error;
      if (!(await adopt(workspace, error.orphans, options))) throw error;
    }
  }
}

async function planAndApply(workspace: Workspace, options: ApplyOptions): Promise<StackWork> {
  const { progress, approve, planned } = options;
  const plan = planned ? savedPlan(workspace) : await planStack(workspace, options);
  if (!plan.hasChanges) {
    dropPlan(workspace);
    return { status: "unchanged", plan, outputs: plan.destroy ? {} : await readOutputs(workspace) };
  }
  interrupt.throwIfRequested();
  if (!(await approve(plan))) {
    dropPlan(workspace);
    return { status: "declined", plan };
  }
  const outputs = await applyInWorkspace(workspace, plan, progress);
  return { status: plan.destroy ? "destroyed" : "deployed", plan, outputs };
}

/** Applies the saved plan and shows its progress. A failure names what is left. Returns the outputs that are not sensitive. */
async function applyInWorkspace(
  workspace: Workspace,
  plan: StackPlan,
  progress: Progress,
): Promise<Record<string, unknown>> {
  const step = plan.destroy ? "destroy" : "apply";
  progress.report({ stack: workspace.id, type: "step", step, total: plan.changes.length });
  const events = new ResourceEvents(workspace.id, progress);
  try {
    return await applyPlan(workspace, events.take);
  } catch (error) {
    if (error instanceof InterruptedError) throw new InterruptedError(stoppedText(plan, events), { cause: error });
    if (!(error instanceof TerraformError)) throw error;
    const orphans = await findOrphans(workspace, error.diagnostics);
    throw orphans.length > 0 ? new OrphansError(error, orphans, workspace) : error;
  } finally {
    dropPlan(workspace);
  }
}

function stoppedText({ id, changes, destroy }: StackPlan, { done, unfinished }: ResourceEvents): string {
  const lines = [
    `${id}: stopped after ${done.length} of ${changes.length} resources; they are in the state, and the state is not locked`,
    ...[...unfinished].map((address) => `  not finished: ${address}`),
    `  npm run ${destroy ? "destroy" : "deploy"} -- ${id} goes on from here`,
  ];
  return lines.join("\n");
}
