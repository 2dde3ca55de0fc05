import type { StackView } from "../preflight/look/stack-view";
import { finalOf } from "../release/log/record";
import { lastReleaseOf } from "../release/world/last-release";
import type { Workspace } from "../terraform/workspace";
import type { RunningRelease } from "./judge";

/** The release that runs on a stack, or that was left by its operator; nothing without one. Only reads the log in the state bucket. */
export async function runningRelease(
  workspace: Workspace,
  view: StackView,
  note: (text: string) => void,
): Promise<RunningRelease | undefined> {
  try {
    const log = await lastReleaseOf(workspace, view);
    // One that has ended and needs a hand has left weights as they should not be: they are drift.
    if (!log || finalOf(log.entries)) return undefined;
    // Loaded late: it loads the AWS SDK.
    const { carriersOf, targetOf } = await import("../release/world/platform-of.js");
    note(`release ${log.id} (${log.plan.build}) has not ended: npm run release -- ${workspace.id} --status`);
    return { id: log.id, carriers: carriersOf(await targetOf(workspace)) };
  } catch (error) {
    note(
      `whether a release runs could not be seen, so that its changes are listed as drift: ${(error as Error).message}`,
    );
    return undefined;
  }
}
