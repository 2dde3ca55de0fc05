import { UserError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import type { Guarded } from "../release/engine/guard";
import type { Summary } from "../release/log/entries";
import { finalOf } from "../release/log/record";
import type { ReleaseLog } from "../release/log/release-log";
import { lastReleaseOf } from "../release/world/last-release";
import type { Workspace } from "../terraform/workspace";
import { unseenRelease } from "./release-unseen";

export interface ReleaseGuardOptions {
  /** Go on where the log of releases cannot be read, and the state shows none. @default false */
  readonly releaseUnseen?: boolean | undefined;
  /** A plan is applied that was made before: nothing is stopped, because that would change the state and make the plan stale. @default false */
  readonly planned?: boolean | undefined;
}

/**
 * Keeps a command off a stack while a release runs there, was left by its operator, or needs a hand; and stops the old side of the last
 * release once it need not be kept. Costs one list of the log's bucket, and a read of the last release.
 * @throws {UserError} that says who runs it, or why that cannot be seen, and what to do
 */
export async function refuseDuringRelease(
  workspace: Workspace,
  command: Exclude<Guarded, "rollback --to">,
  progress: Progress,
  { releaseUnseen = false, planned = false }: ReleaseGuardOptions = {},
): Promise<void> {
  const note = (text: string) => progress.report({ stack: workspace.id, type: "note", text });
  const log = await lastReleaseOf(workspace).catch(async (error: Error) => {
    if (error instanceof UserError) throw error;
    // Before the first release of an environment there may be no bucket.
    if (error.name === "NoSuchBucket") return undefined;
    const unseen = await unseenRelease(workspace, command, error, releaseUnseen);
    if (unseen) note(unseen);
    return undefined;
  });
  if (!log || isSettled(log, finalOf(log.entries)?.summary)) return;
  // Loaded late: it loads the AWS SDK.
  const { releaseContext } = await import("../release/world/context.js");
  const { guard } = await import("../release/engine/guard.js");
  const context = await releaseContext(workspace, {
    progress,
    interrupt: new AbortController().signal,
    leaveOut: true,
  });
  const { refused, lines } = await guard(context, command);
  if (refused) throw new UserError(lines.join("\n"));
  if (command === "destroy" || planned) return;
  const { stopOldSide } = await import("../release/engine/keep.js");
  const stopped = await stopOldSide(context);
  if (stopped) note(stopped);
}

/** Says of a stack that is planned that a release goes on there: its plan can be applied only afterwards. Nothing holds a plan up. */
export async function noteRelease(workspace: Workspace, progress: Progress): Promise<void> {
  const { id } = workspace;
  const note = (text: string) => progress.report({ stack: id, type: "note", text });
  const log = await lastReleaseOf(workspace).catch(({ name, message }: Error) => {
    if (name !== "NoSuchBucket") note(`whether a release runs could not be seen: ${message}`);
  });
  if (!log || finalOf(log.entries)) return;
  const { commands } = await import("../release/run/end.js");
  note(
    `release ${log.id} of ${id} (${log.plan.build}) has no end yet: deploy and destroy are refused until then. See it with ${commands.status(id)}`,
  );
}

/**
 * Keeps a state from being put back while a release runs there, whose weights and builds it holds. One that was left by its operator is
 * taken back first, unless the state itself cannot be read: no command could take it back then.
 * @throws {UserError} that says who runs it, and what to do
 */
export async function refuseRestoreDuringRelease(
  workspace: Pick<Workspace, "id" | "config" | "path">,
  isWhole: boolean,
  say: (text: string) => void,
): Promise<void> {
  const log = await lastReleaseOf(workspace);
  if (!log || finalOf(log.entries)) return;
  const { id: stack } = workspace;
  const { watchedText, watcherOf } = await import("../release/run/watched.js");
  const { hasEnded, thisOperator } = await import("../release/world/this-operator.js");
  const { realClock } = await import("../release/world/clock.js");
  const { commands } = await import("../release/run/end.js");
  const watcher = watcherOf({ clock: realClock, operator: thisOperator(), hasEnded }, log);
  if (watcher)
    throw new UserError(`state restore is refused during a release. ${watchedText({ stack }, log, watcher)}`);
  const left = `release ${log.id} of ${stack} (${log.plan.build}) was left by its operator`;
  if (isWhole)
    throw new UserError(`state restore is refused: ${left}. Take it back first with ${commands.abort(stack)}`);
  say(`${left}: take it back afterwards with ${commands.abort(stack)}`);
}

/** Whether the last release has ended, needs no hand, and its old side was stopped or is still kept. */
function isSettled({ entries }: ReleaseLog, summary: Summary | undefined): boolean {
  if (!summary || summary.manual !== undefined) return false;
  const isStopped = entries.some((entry) => entry.type === "done" && entry.phase === "keep");
  return isStopped || summary.keptUntil === undefined || Date.parse(summary.keptUntil) > Date.now();
}
