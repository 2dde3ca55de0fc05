import { LostRelease } from "../log/lost";
import { intentOf } from "../log/record";
import type { Values } from "../port/platform";
import { commands, end, type ReleaseResult } from "../run/end";
import { messageOf, ReleaseUnfinished } from "../run/ends";
import type { Run } from "../run/run";
import { applyValues } from "../run/weights";

/** Applies the values of the last finish. @throws {ReleaseUnfinished} when that is not possible now */
export async function swap(run: Run): Promise<void> {
  const { log, context } = run;
  const values = intentOf(log.entries, "finish")?.values as Values;
  try {
    await applyValues(run, () => values, "the sides swap", false);
  } catch (error) {
    if (error instanceof LostRelease) throw error;
    const { stack, platform } = context;
    throw new ReleaseUnfinished(
      `Release ${log.id} of ${stack}: all users have ${platform.buildOf(values)}, and the state does not say so yet: ${messageOf(error)}. Go on with ${commands.resume(stack)}`,
    );
  }
}

/** The last entry of a release that all users have, or that all were taken back from. */
export async function kept(run: Run, how: "after the finish" | "after the reverse"): Promise<ReleaseResult> {
  const { context, log, plan } = run;
  const { stack, clock } = context;
  const isTakenBack = how === "after the reverse" && plan.kind === "release";
  // A build that failed need not be kept.
  const minutes = isTakenBack ? 0 : plan.keepMinutes;
  const keptUntil = new Date(clock.now() + minutes * 60_000).toISOString();
  const reason = intentOf(log.entries, "reverse")?.reason;
  if (isTakenBack) {
    return end(run, "rolled_back", { reason, keptUntil }, [
      `Release ${log.id} of ${stack}: rolled_back. ${reason ?? ""}`,
      `All users and the components have ${plan.fromBuild} again.`,
      `What was measured: ${commands.history(stack)}`,
    ]);
  }
  const values = intentOf(log.entries, "finish")?.values;
  const live = values && context.platform.buildOf(values);
  return end(run, "completed", { keptUntil, ...(live !== undefined && { live }) }, [
    `Release ${log.id} of ${stack}: completed. All users have ${plan.build}.`,
    `${plan.fromBuild} is kept for ${minutes} minutes: ${commands.rollback(stack)}${plan.kind === "rollback" ? " --to its release" : ""} takes back to it with one change of the weight`,
  ]);
}
