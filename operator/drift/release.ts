import type { Workspace } from "../terraform/workspace";
import type { RunningRelease } from "./judge";

/** The release that runs on a stack, or that was left by its operator; nothing without one. Only reads the log in the state bucket. */
export async function runningRelease(
  workspace: Workspace,
  note: (text: string) => void,
): Promise<RunningRelease | undefined> {
  const { id: stack, config } = workspace;
  if (!config.outputs.includes("release_target")) return undefined;
  // Loaded late: they load the AWS SDK.
  const { hasLog, logOf } = await import("../release/world/log-of.js");
  const file = workspace.path("cdk.tf.json");
  if (!hasLog(stack, file)) return undefined;
  const { ReleaseLog } = await import("../release/log/release-log.js");
  const { finalOf } = await import("../release/log/record.js");
  const { carriersOf, targetOf } = await import("../release/world/platform-of.js");
  try {
    const log = await ReleaseLog.last({ store: logOf(stack, file), stack });
    if (!log) return undefined;
    const summary = finalOf(log.entries)?.summary;
    // One that needs a hand has left weights as they should not be: they are drift.
    if (summary) return undefined;
    note(`release ${log.id} (${log.plan.build}) has not ended: npm run release -- ${stack} --status`);
    return { id: log.id, carriers: carriersOf[(await targetOf(workspace)).platform] };
  } catch (error) {
    note(
      `whether a release runs could not be seen, so that its changes are listed as drift: ${(error as Error).message}`,
    );
    return undefined;
  }
}
