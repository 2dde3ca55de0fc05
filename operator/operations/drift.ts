import { type LookProps, lookForDrift } from "../drift/look";
import { recordPlace, writeDriftRecord } from "../drift/record";
import { summaryOf } from "../drift/report";
import { refuseMore, type WayBack } from "../drift/revert";
import { lookRoot } from "../process/lock-holder";
import { InterruptedError } from "../process/user-error";
import type { Workspace } from "../terraform/workspace";
import { applyChanges, type DeployOptions } from "./deploy";
import { refuseDuringRelease } from "./release-guard";
import { type RunOptions, runStacks, type StackResult } from "./run";

export interface DriftOptions extends Omit<RunOptions, "dependencies">, Omit<LookProps, "progress"> {
  /** Write what was found to the state bucket. The commit is that of the checkout. @default - nothing is written */
  readonly record?: { readonly commit: string };
}

/** Compares stacks side by side with what Terraform last wrote. Never throws for a stack: each result has its error. */
export function driftStacks(ids: readonly string[], options: DriftOptions): Promise<StackResult[]> {
  const { record, now, progress, root = ".local" } = options;
  // A deploy or a release goes on meanwhile.
  const rootOf = (id: string) => lookRoot(id, root);
  const run = { ...options, rootOf, operation: "drift", before: () => [] };
  const write = async (workspace: Workspace, of: { status: "none" | "drift" | "failed"; summary: string[] }) => {
    if (!record) return;
    const place = recordPlace(workspace);
    const { id: stack } = workspace;
    if (!place) {
      progress.report({ stack, type: "note", text: "not recorded: its state is in no bucket" });
      return;
    }
    const found = of.status === "drift" ? of.summary.length : 0;
    await writeDriftRecord(place, { stack, at: now.toISOString(), commit: record.commit, found, ...of });
  };
  return runStacks(ids, run, async (workspace) => {
    const looked = await lookForDrift(workspace, options).catch(async (error: Error) => {
      // What was stopped by hand says nothing of the stack: the record of the night before stays.
      if (error instanceof InterruptedError) throw error;
      const summary = [String(error.message).split("\n", 1)[0] ?? ""];
      // Why it could not be compared matters more than why that could not be written.
      await write(workspace, { status: "failed", summary }).catch(() => {});
      throw error;
    });
    const { drift } = looked;
    const status = drift.status === "drift" ? "drift" : "none";
    const hasBucket = !(drift.status === "not deployed" && drift.notes.length > 0);
    if (hasBucket) await write(workspace, { status, summary: summaryOf(drift) });
    return { status: "compared", looked };
  });
}

export interface RevertOptions extends Omit<DeployOptions, "planned" | "replace" | "adopt"> {
  /** The way back of each stack. */
  readonly ways: ReadonlyMap<string, WayBack>;
}

/** Plans the way back of each stack, waits for approval, and applies exactly that. */
export function revertStacks(options: RevertOptions): Promise<StackResult[]> {
  const { ways, progress, approve, ...more } = options;
  const run = { ...more, progress, operation: "drift", before: () => [] };
  return runStacks([...ways.keys()], run, async (workspace) => {
    const way = ways.get(workspace.id) as WayBack;
    progress.report({ stack: workspace.id, type: "step", step: "init" });
    await workspace.init();
    await refuseDuringRelease(workspace, "deploy", progress);
    return applyChanges(workspace, {
      ...more,
      progress,
      targets: way.targets,
      approve: async (plan) => {
        refuseMore(plan, way);
        return approve(plan);
      },
    });
  });
}
