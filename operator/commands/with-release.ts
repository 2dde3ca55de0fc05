import type { StackReference } from "../../settings/project/stacks";
import { terminalAsk } from "../operations/approval";
import { type ChangeOptions, confirmationFor, print, printError, withProgress } from "../operations/command-output";
import { readProject, references, type Selection } from "../operations/selection";
import { withWorkspace } from "../operations/with-workspace";
import { interrupt } from "../process/interrupt";
import { rootToLook } from "../process/lock-holder";
import { waitForOrphanedTerraform } from "../process/process-lock";
import { UserError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import type { Summary } from "../release/log/entries";
import type { ReleaseContext } from "../release/run/context";
import type { ReleaseResult } from "../release/run/end";
import { commands } from "../release/run/end";
import type { ContextProps } from "../release/world/context";
import { prepareBackend } from "../terraform/self-hosted-state";
import type { Reachable } from "./with-stacks";

/** Options that the commands on releases share. */
export type ReleaseOptions = Pick<ChangeOptions, "json" | "settings" | "yes" | "confirm"> & {
  /** Another time, and other addresses: a test's. No option of the command line sets it. @default - those of this machine */
  readonly world?: Pick<ContextProps, "clock" | "reachable">;
};

/** The one stack that an id names. @throws {UserError} */
export async function oneStack(pattern: string): Promise<StackReference> {
  const [found, ...others] = await references([pattern]);
  if (found && others.length === 0) return found;
  throw new UserError(`${pattern}: expected the id of one stack, found ${1 + others.length} stacks`);
}

/** The stack of the same system and platform in another environment. @throws {UserError} where there is none */
export async function sameIn({ system, platform, id }: StackReference, environment: string): Promise<StackReference> {
  const { stacks } = await readProject();
  const same = stacks.filter((one) => one.system === system && one.platform === platform);
  const found = same.find((one) => one.environment === environment);
  if (found) return found;
  const places = same.filter((one) => one.id !== id);
  throw new UserError(
    `${id}: expected an environment of the same system and platform, found ${environment}; there are ${places.map((of) => of.environment).join(", ") || "no others"}`,
  );
}

export interface ReleaseWork {
  readonly id: string;
  readonly operation: string;
  readonly selection: Selection;
  readonly reachable: Reachable;
  readonly options: ReleaseOptions;
  readonly progress: Progress;
  /** As in `ContextProps`. */
  readonly leaveOut?: boolean;
  /** Only look, or ask the process that runs a release: in a folder of its own where that process works in the stack's. @default false */
  readonly aside?: boolean;
}

/** Opens a deployed stack for a command on its releases. One signal leads a release back; the second one ends this process. */
export async function withRelease<T>(work: ReleaseWork, use: (context: ReleaseContext) => Promise<T>): Promise<T> {
  const { id, operation, selection, reachable, options, progress, leaveOut, aside } = work;
  const root = aside ? rootToLook(id) : ".local";
  const note = (text: string) => progress.report({ stack: id, type: "note", text });
  await waitForOrphanedTerraform(id, note);
  // Loaded late: they load the AWS SDK, which refusals should not wait for.
  const { releaseContext } = await import("../release/world/context.js");
  const { stopOnce } = await import("../release/world/stop.js");
  const stop = stopOnce(() => `${id} may be left between two builds: ${commands.abort(id)}`, note);
  try {
    return await withWorkspace({ id, source: selection.source, operation, root, say: note }, async (workspace) => {
      progress.report({ stack: id, type: "step", step: "init" });
      await prepareBackend(workspace);
      const confirm = confirmationFor(options, selection, progress);
      const confirmed = (lines: readonly string[]) => confirm({ id, text: lines.join("\n"), verb: operation });
      const answer = options.json ? undefined : terminalAsk();
      const yes = (question: string, withdrawn: AbortSignal) =>
        progress.quietly(async () =>
          /^y(es)?$/i.test(((await answer?.(`${question} [y/N] `, withdrawn)) ?? "").trim()),
        );
      const context = await releaseContext(workspace, {
        progress,
        interrupt: stop.signal,
        confirm: confirmed,
        ...(answer && { ask: yes }),
        reachable,
        ...options.world,
        ...(leaveOut !== undefined && { leaveOut }),
      });
      return use(context);
    });
  } finally {
    stop.forget();
  }
}

/** Runs a command on one stack with progress, and prints what it returns. */
export async function printed(
  { json }: Pick<ReleaseOptions, "json">,
  work: (
    progress: Progress,
  ) => Promise<{ readonly data: unknown; readonly lines: readonly string[]; readonly good: boolean }>,
): Promise<void> {
  const { data, lines, good } = await withProgress(json, work);
  const show = good ? print : printError;
  if (json) print(JSON.stringify({ type: "result", ...Object(data) }));
  else for (const line of lines) show(line);
  process.exitCode = interrupt.exitCode || (good ? 0 : 1);
}

/** The end of a release: good if users have the requested build. */
export function endOf({ summary, lines, released, isOther = false }: ReleaseResult) {
  const data: Summary & Pick<ReleaseResult, "released"> = { ...summary, ...(released === false && { released }) };
  return { data, lines, good: summary.status === "completed" && !isOther };
}
