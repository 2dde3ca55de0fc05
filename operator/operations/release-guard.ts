import { UserError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import type { Guarded } from "../release/engine/guard";
import type { Summary } from "../release/log/entries";
import type { ReleaseLog } from "../release/log/release-log";
import type { Workspace } from "../terraform/workspace";

/**
 * Keeps a command off a stack while a release runs there, was left by its operator, or needs a hand; and stops the old side of the last
 * release once it need not be kept. Costs one list of the state's bucket, and a read of the last release.
 * @param isPlanned a plan is applied that was made before: nothing is stopped, because that would change the state and make the plan stale
 * @throws {UserError} that says who runs it, and what to do
 */
export async function refuseDuringRelease(
  workspace: Workspace,
  command: Guarded,
  progress: Progress,
  isPlanned = false,
): Promise<void> {
  const { id, config } = workspace;
  if (!config.outputs.includes("release_target") || config.backend.type !== "s3") return;
  const note = (text: string) => progress.report({ stack: id, type: "note", text });
  // Loaded late: they load the AWS SDK.
  const { logOf } = await import("../release/world/log-of.js");
  const { ReleaseLog } = await import("../release/log/release-log.js");
  const { finalOf } = await import("../release/log/record.js");
  // Who may not list the bucket may deploy all the same: what was released stays in the state, whose lock holds.
  const log = await ReleaseLog.last({ store: logOf(workspace), stack: id }).catch((error: Error) => {
    if (error instanceof UserError) throw error;
    if (error.name !== "NoSuchBucket") note(`whether a release runs could not be seen: ${error.message}`);
    return undefined;
  });
  if (!log || isSettled(log, finalOf(log.entries)?.summary)) return;
  const { releaseContext } = await import("../release/world/context.js");
  const { guard } = await import("../release/engine/guard.js");
  const context = await releaseContext(workspace, {
    progress,
    interrupt: new AbortController().signal,
    leaveOut: true,
  });
  const { refused, lines } = await guard(context, command);
  if (refused) throw new UserError(lines.join("\n"));
  if (command === "destroy" || isPlanned) return;
  const { stopOldSide } = await import("../release/engine/keep.js");
  const stopped = await stopOldSide(context);
  if (stopped) note(stopped);
}

/** Whether the last release has ended, needs no hand, and its old side was stopped or is still kept. */
function isSettled({ entries }: ReleaseLog, summary: Summary | undefined): boolean {
  if (!summary || summary.manual !== undefined) return false;
  const isStopped = entries.some((entry) => entry.type === "done" && entry.phase === "keep");
  return isStopped || summary.keptUntil === undefined || Date.parse(summary.keptUntil) > Date.now();
}
