import { UserError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import type { Guarded } from "../release/engine/guard";
import type { Workspace } from "../terraform/workspace";

/**
 * Keeps a command off a stack while a release runs there, was left by its operator, or needs a hand. Costs one list of the state's bucket.
 * @throws {UserError} that says who runs it, and what to do
 */
export async function refuseDuringRelease(workspace: Workspace, command: Guarded, progress: Progress): Promise<void> {
  const { id, config } = workspace;
  if (!config.outputs.includes("release_target") || config.backend.type !== "s3") return;
  // Loaded late: they load the AWS SDK.
  const { logOf } = await import("../release/world/log-of.js");
  const { ReleaseLog } = await import("../release/log/release-log.js");
  const { finalOf } = await import("../release/log/record.js");
  // Who may not list the bucket may deploy all the same: what was released stays in the state, whose lock holds.
  const log = await ReleaseLog.last({ store: logOf(workspace), stack: id }).catch((error: Error) => {
    if (error instanceof UserError) throw error;
    const text = `whether a release runs could not be seen: ${error.message}`;
    if (error.name !== "NoSuchBucket") progress.report({ stack: id, type: "note", text });
    return undefined;
  });
  const final = log && finalOf(log.entries);
  if (!log || (final && final.summary.manual === undefined)) return;
  const { releaseContext } = await import("../release/world/context.js");
  const { guard } = await import("../release/engine/guard.js");
  const context = await releaseContext(workspace, { progress, interrupt: new AbortController().signal });
  const { refused, lines } = await guard(context, command);
  if (refused) throw new UserError(lines.join("\n"));
}
