import { explain } from "../errors/explain";
import type { StackPlan } from "../plan/stack-plan";
import { lockFileOf } from "../process/folders";
import { holderText, waitForOrphanedTerraform } from "../process/process-lock";
import { type Outcome, type ScheduleProps, schedule } from "../process/schedule";
import { InterruptedError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import { Workspace, type WorkspaceProps } from "../terraform/workspace";

/** What every operation on stacks needs. */
export interface RunOptions {
  /** Folder that holds `stacks/<id>/cdk.tf.json` of each stack. */
  readonly source: string;
  readonly progress: Progress;
  /** The operator's own folder. @default ".local" */
  readonly root?: string;
  /** Environment variables for a stack's Terraform beside this process's own; `undefined` takes one out. */
  readonly env?: (id: string) => NodeJS.ProcessEnv;
  /** The stacks that a stack needs. @default none */
  readonly dependencies?: (id: string) => readonly string[];
  /** How many stacks are worked on side by side: each takes about 0.6 GB of memory. @default 4 */
  readonly parallel?: number;
}

/** How an operation on one stack ended. */
export interface StackResult {
  readonly id: string;
  readonly status: StackStatus;
  readonly seconds: number;
  /** What was planned, and applied if the status says so. */
  readonly plan?: StackPlan;
  /** Number of resources in the configuration. */
  readonly resources: number;
  /** Outputs that are not sensitive; there after a deploy only. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Why it failed or was not run; may have several lines. */
  readonly error?: string;
}

/** `skipped`: a stack that it needs failed. `declined`: the plan was not approved. */
export type StackStatus =
  | "planned"
  | "valid"
  | "deployed"
  | "destroyed"
  | "unchanged"
  | "declined"
  | "failed"
  | "skipped"
  | "interrupted";

/** What the work on one stack returns. */
export type StackWork = Pick<StackResult, "status"> & Partial<Pick<StackResult, "plan" | "outputs">>;

/** Does `work` in the workspace of each stack, in dependency order and side by side; one that fails never stops a sibling. */
export async function runStacks(
  ids: readonly string[],
  options: RunOptions & Pick<WorkspaceProps, "operation" | "offline"> & Pick<ScheduleProps<unknown>, "before">,
  work: (workspace: Workspace) => Promise<StackWork>,
): Promise<StackResult[]> {
  const { progress, operation, before, parallel = 4 } = options;

  const run = async (id: string): Promise<StackResult> => {
    const begun = Date.now();
    const end = (result: Omit<StackResult, "id" | "seconds">): StackResult => {
      const seconds = (Date.now() - begun) / 1000;
      progress.report({ stack: id, type: "end", status: result.status, seconds });
      return { id, seconds, ...result };
    };
    let resources = 0;
    let workspace: Workspace | undefined;
    try {
      const { source, root, env, offline } = options;
      await waitForOrphanedTerraform(lockFileOf(id, root), (holder) =>
        progress.report({ stack: id, type: "note", text: `${holderText(id, holder)}: waiting for it to end` }),
      );
      workspace = Workspace.open({ id, source, root, operation, offline, env: env?.(id) });
      resources = workspace.config.resources;
      return end({ outputs: {}, resources, ...(await work(workspace)) });
    } catch (error) {
      const explained = workspace ? explain(error, workspace) : error;
      const status = explained instanceof InterruptedError ? "interrupted" : "failed";
      const result = end({ status, outputs: {}, resources, error: (explained as Error).message });
      throw new StackFailure(result);
    } finally {
      workspace?.close();
    }
  };

  const outcomes = await schedule({ ids: [...new Set(ids)], before, run, parallel });
  return [...outcomes].map(([id, outcome]) => resultOf(id, outcome));
}

/** Carries the result of a stack that failed, so that those that need it are skipped. */
class StackFailure extends Error {
  constructor(readonly result: StackResult) {
    super(result.error);
  }
}

function resultOf(id: string, outcome: Outcome<StackResult>): StackResult {
  if ("value" in outcome) return outcome.value;
  const nothing = { id, seconds: 0, resources: 0, outputs: {} };
  if ("blockedBy" in outcome) return { ...nothing, status: "skipped", error: `${outcome.blockedBy} was not finished` };
  if (outcome.error instanceof StackFailure) return outcome.error.result;
  throw outcome.error;
}
