import { adopt } from "../errors/adopt";
import { pushErroredState } from "../errors/errored-state";
import { OrphansError } from "../errors/orphans";
import { keepUnfinished, unfinishedError, unfinishedIn } from "../errors/unfinished";
import { planStack } from "../plan/plan";
import { discardPlan, dropPlan, savedPlan } from "../plan/plan-file";
import { RefusedReplacement } from "../plan/refused-replacement";
import type { StackPlan } from "../plan/stack-plan";
import { interrupt } from "../process/interrupt";
import { InterruptedError } from "../process/user-error";
import { recordingWriter } from "../states/record-writer";
import { isLockTableMissing } from "../terraform/diagnostics";
import type { EarlierState } from "../terraform/earlier-state";
import { moveState } from "../terraform/move-state";
import { readOutputs } from "../terraform/outputs";
import { lockedInBucket, moveStateToBackend, prepareBackend } from "../terraform/self-hosted-state";
import type { Workspace } from "../terraform/workspace";
import { applyInWorkspace } from "./apply-in-workspace";
import { holderNote } from "./lock-wait";
import { type ReleaseGuardOptions, refuseDuringRelease } from "./release-guard";
import { rollsOut, waitForRollouts } from "./rollouts";
import { type RunOptions, runStacks, type StackResult, type StackWork } from "./run";
import { guardApply, refuseStateLoss, type StateGuardOptions } from "./state-guard";

export interface DeployOptions extends RunOptions, Pick<ReleaseGuardOptions, "releaseUnseen"> {
  /** Decides about each plan that is not empty. Exactly this plan is applied. */
  readonly approve: (plan: StackPlan) => Promise<boolean>;
  /** Values of Terraform variables; each is passed to the stacks that declare it. */
  readonly vars?: Readonly<Record<string, string>>;
  /** As in PlanOptions. @default true */
  readonly refresh?: boolean;
  /** As in PlanOptions. */
  readonly replace?: readonly string[];
  /** As in PlanOptions. @default - everything is planned */
  readonly targets?: readonly string[];
  /** Apply the plan that an earlier `plan` saved, instead of a new one. @default false */
  readonly planned?: boolean;
  /**
   * Puts the plan that another run has handed over where `planned` finds it, and returns what removes it again.
   * @default - the plan that was saved in this checkout
   */
  readonly placePlan?: (workspace: Workspace) => () => void;
  /**
   * Import resources that exist under their planned names but are not in the state, as a killed apply leaves them; then plan and ask for
   * approval again. Without it they are an error that says how to import them. @default false
   */
  readonly adopt?: boolean;
  /** Looks at each plan that is not empty before it is approved; an error refuses it. @default - nothing does */
  readonly policy?: (workspace: Workspace) => Promise<void>;
  /** Wait until the services run what was deployed. @default true */
  readonly wait?: boolean;
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
    await refuseDuringRelease(workspace, "deploy", progress, options);
    const forget = options.placePlan?.(workspace);
    const applied = applyChanges(workspace, options).finally(() => forget?.());
    const work = await applied.catch((error) => {
      // The table is one of the stack's own resources: the plan makes it again.
      if (!workspace.config.ownsBackend || !isLockTableMissing(error)) throw error;
      const text = "the lock table does not exist: this run locks the state in the bucket, and makes the table again";
      progress.report({ stack: id, type: "note", text });
      return lockedInBucket(workspace, () => applyChanges(workspace, options));
    });
    if (place === "file" && work.status !== "declined") {
      progress.report({ stack: workspace.id, type: "step", step: "move state" });
      await recordingWriter(workspace, "deploy", progress, () => moveStateToBackend(workspace));
    }
    return work;
  });
}

type ApplyOptions = DeployOptions & StateGuardOptions & { readonly destroy?: boolean };

/** Plans, waits for approval and applies, in an initialized workspace. After orphans were imported it does so again. */
export async function applyChanges(workspace: Workspace, options: ApplyOptions): Promise<StackWork> {
  await pushErroredState(workspace, options.progress);
  const tried = new Set<string>();
  for (;;) {
    try {
      return await planAndApply(workspace, options);
    } catch (error) {
      if (!options.adopt || !(error instanceof OrphansError)) throw error;
      // The loop ends: each round imports at least one resource that no round has tried. What has no import id yet may get one in the next.
      const orphans = error.orphans.filter(({ address, importId }) => importId !== undefined && !tried.has(address));
      if (!(await adopt(workspace, orphans, options))) throw error;
      for (const { address } of orphans) tried.add(address);
    }
  }
}

async function planAndApply(workspace: Workspace, options: ApplyOptions): Promise<StackWork> {
  const { approve, planned } = options;
  const plan = planned ? savedPlan(workspace) : await planFinished(workspace, options);
  if (!plan.hasChanges) {
    dropPlan(workspace);
    return { status: "unchanged", plan, outputs: plan.destroy ? {} : await readOutputs(workspace) };
  }
  refuseStateLoss(plan, options);
  const unfinished = await unfinishedIn(plan);
  if (unfinished.length > 0) throw unfinishedError(workspace, unfinished);
  try {
    await options.policy?.(workspace);
  } catch (error) {
    if (!planned) await discardPlan(workspace);
    throw error;
  }
  const approved = !interrupt.requested && (await approve(plan));
  if (!approved || interrupt.requested) {
    // The saved plan of `plan` stays: it can be applied later.
    if (!planned) await discardPlan(workspace);
    if (interrupt.requested) throw new InterruptedError("stopped before anything was changed");
    return { status: "declined", plan };
  }
  await guardApply(plan, options);
  const outputs = await applyInWorkspace(workspace, plan, options);
  if (options.wait !== false && rollsOut(plan)) await waitForRollouts(workspace, outputs, options.progress);
  return { status: plan.destroy ? "destroyed" : "deployed", plan, outputs };
}

/** Plans; where a deploy may adopt, it also keeps what an interrupted one has made and not finished, and plans again. */
async function planFinished(workspace: Workspace, options: ApplyOptions): Promise<StackPlan> {
  for (;;) {
    let plan: StackPlan | undefined;
    let unfinished: readonly string[];
    try {
      const onLockWait = holderNote(workspace, options.progress, options.lockTimeoutSeconds);
      plan = await planStack(workspace, { ...options, onLockWait });
      unfinished = options.adopt ? await unfinishedIn(plan) : [];
    } catch (error) {
      if (!options.adopt || !(error instanceof RefusedReplacement)) throw error;
      unfinished = error.addresses;
    }
    // The loop ends: each round takes the mark of at least one resource away, and the next plan may show those that depend on it.
    const kept = unfinished.length > 0 && (await keepUnfinished(workspace, unfinished, options.progress));
    if (plan && !kept) return plan;
    if (!kept) throw unfinishedError(workspace, unfinished);
  }
}
