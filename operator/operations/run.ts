import type { Looked } from "../drift/look";
import { explain } from "../errors/explain";
import { lookedUp } from "../errors/stopped";
import type { StackPlan } from "../plan/stack-plan";
import { duration } from "../process/duration";
import { lockFileOf } from "../process/folders";
import { holderText } from "../process/lock-holder";
import { waitForOrphanedTerraform, waitUntilFree } from "../process/process-lock";
import { type Outcome, type ScheduleProps, schedule } from "../process/schedule";
import { InterruptedError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import { fileFailure } from "../start/file-failure.cjs";
import { Workspace, type WorkspaceProps } from "../terraform/workspace";

/** Options of every operation on stacks. */
export interface RunOptions {
  /** Folder that holds `stacks/<id>/cdk.tf.json` of each stack. */
  readonly source: string;
  readonly progress: Progress;
  /** The operator's own folder. @default ".local" */
  readonly root?: string;
  /** The same for each stack. @default - `root` */
  readonly rootOf?: (id: string) => string;
  /** Environment variables of a stack's Terraform in addition to this process's own; `undefined` removes one. */
  readonly env?: (id: string) => NodeJS.ProcessEnv;
  /** The stacks that a stack needs. @default none */
  readonly dependencies?: (id: string) => readonly string[];
  /** The command that goes on after a stop. @default - `npm run <operation> -- <id>` */
  readonly again?: (operation: string, id: string) => string;
  /** How long to wait for a lock of the state, or for another process of this checkout that works on the stack. @default 0 */
  readonly lockTimeoutSeconds?: number | undefined;
  /** The lock file of the providers with which a stack's plan was made elsewhere. @default - that of this checkout */
  readonly providerLock?: (id: string) => string;
  /** How many stacks are worked on at the same time. Each takes about 0.6 GB of memory. @default 4 */
  readonly parallel?: number;
  /** Called with the result of each stack that did not fail, as soon as its folder is free. @default - nothing is called */
  readonly ended?: (result: StackResult) => void;
}

/** The command that goes on after a stop, without options. */
export const againWith = (operation: string, id: string) => `npm run ${operation} -- ${id}`;

/** The result of an operation on one stack. */
export interface StackResult {
  readonly id: string;
  readonly status: StackStatus;
  readonly seconds: number;
  /** The plan; it was applied if `status` says so. */
  readonly plan?: StackPlan;
  /** Number of resources in the configuration. */
  readonly resources: number;
  /** Outputs that are not sensitive; empty unless the stack was deployed. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** How it differs from what was written, if it was compared. */
  readonly looked?: Looked;
  /** Why it failed or was not run, in one or more lines. */
  readonly error?: string;
}

/** `skipped`: a stack that this one needs failed. `declined`: the plan was not approved. */
export type StackStatus =
  | "planned"
  | "compared"
  | "valid"
  | "deployed"
  | "destroyed"
  | "unchanged"
  | "declined"
  | "failed"
  | "skipped"
  | "interrupted";

/** The part of the result that the work on one stack returns. */
export type StackWork = Pick<StackResult, "status"> & Partial<Pick<StackResult, "plan" | "outputs" | "looked">>;

/** Runs `work` in the workspace of each stack, in dependency order and otherwise in parallel. A failure stops only the stacks that need the failed one. */
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
      const { source, env, offline } = options;
      const root = options.rootOf?.(id) ?? options.root;
      const say = (text: string) => progress.report({ stack: id, type: "note", text });
      await waitForOrphanedTerraform(id, say, root);
      const lockFile = lockFileOf(id, root);
      const { lockTimeoutSeconds: seconds = 0 } = options;
      await waitUntilFree(lockFile, seconds, (holder) =>
        say(`${holderText(id, holder, lockFile)}; waiting up to ${duration(seconds)}`),
      );
      const providerLock = options.providerLock?.(id);
      workspace = Workspace.open({ id, source, root, operation, offline, env: env?.(id), say, providerLock });
      resources = workspace.config.resources;
      return end({ outputs: {}, resources, ...(await work(workspace)) });
    } catch (error) {
      const again = (options.again ?? againWith)(operation, id);
      const explained = workspace ? await explain(await lookedUp(error, workspace, again), workspace) : error;
      const status = explained instanceof InterruptedError ? "interrupted" : "failed";
      const result = end({
        status,
        outputs: {},
        resources,
        error: fileFailure(explained) ?? (explained as Error).message,
      });
      throw new StackFailure(result);
    } finally {
      workspace?.close();
    }
  };

  const runAndSay = async (id: string) => {
    const result = await run(id);
    options.ended?.(result);
    return result;
  };
  const outcomes = await schedule({ ids: [...new Set(ids)], before, run: runAndSay, parallel });
  return [...outcomes].map(([id, outcome]) => resultOf(id, outcome));
}

/** Carries the result of a failed stack through the schedule, which then skips the stacks that need it. */
class StackFailure extends Error {
  constructor(readonly result: StackResult) {
    super(result.error);
  }
}

function resultOf(id: string, outcome: Outcome<StackResult>): StackResult {
  if ("value" in outcome) return outcome.value;
  const nothing = { id, seconds: 0, resources: 0, outputs: {} };
  if ("blockedBy" in outcome)
    return { ...nothing, status: "skipped", error: `${outcome.blockedBy}, which it needs, did not succeed` };
  if (outcome.error instanceof StackFailure) return outcome.error.result;
  throw outcome.error;
}
