import type { Status } from "../log/entries";
import { LostRelease } from "../log/lost";
import { hasShifted } from "../log/record";
import { commands, end, endAnyway, type ReleaseResult } from "../run/end";
import { messageOf, ReleaseUnfinished } from "../run/ends";
import { persist } from "../run/persist";
import type { Run } from "../run/run";
import { applyValues, changeSeconds, setShareAnyway } from "../run/weights";
import { mayHaveMigrated } from "./migrate";

/**
 * BACK: users first. The share goes to 0 by an apply, else by the services' API; then the state gets `from` again, and the new side ends.
 * Ctrl-C does not end it, and a log that cannot be written does not hold it up.
 *
 * @throws {ReleaseUnfinished} if the users are back and the state could not be written: `--abort` ends it
 */
export async function back(run: Run, because: "failed" | "person", reasons: readonly string[]): Promise<ReleaseResult> {
  const { context, log, plan } = run;
  const { stack, platform } = context;
  const reason = reasons.join("; ");
  for (const line of [`back: ${reasons[0] ?? ""}`, ...reasons.slice(1).map((line) => `  ${line}`)]) context.say(line);
  await announce(run, reason, because);
  try {
    await setShareAnyway(run, 0);
  } catch (error) {
    if (error instanceof LostRelease) throw error;
    return stuck(run, 0, reason, error);
  }
  context.say("weights: the new side has 0 %");
  try {
    // No user waits for it any more, and an apply may have been cut off before.
    await applyValues(run, (now) => platform.back(now, plan.from), `back to ${plan.fromBuild}`, false, true);
    await tidied(run);
  } catch (error) {
    if (error instanceof LostRelease) throw error;
    throw new ReleaseUnfinished(
      `Release ${log.id} of ${stack} went back (${reason}): all users have ${plan.fromBuild} again. The state could not be written: ${messageOf(error)}. End it with ${commands.abort(stack)}`,
    );
  }
  const status = statusOf(run, because);
  const lines = [
    `Release ${log.id} of ${stack}: ${status}. ${reason}`,
    `All users have ${plan.fromBuild}; the new side has 0 %.`,
    ...(mayHaveMigrated(run)
      ? [`The migration ${plan.migrate} is not taken back: see ${commands.history(stack)}`]
      : []),
    `What was measured: ${commands.history(stack)}`,
  ];
  return end(run, status, { reason }, lines);
}

/** What the state has no word of is not in the way of the next release. */
async function tidied(run: Run): Promise<void> {
  const { context } = run;
  const before = () => run.stillOurs();
  const left = await persist(context, "take away what no state knows", async () => context.platform.tidy?.(), {
    before,
  });
  for (const line of left ?? []) context.say(line);
}

/** A release that no user met has failed, or was ended by a person; one that users met was rolled back. */
function statusOf({ log }: Run, because: "failed" | "person"): Status {
  if (hasShifted(log.entries)) return "rolled_back";
  return because === "person" ? "aborted" : "failed";
}

async function announce(run: Run, reason: string, because: "failed" | "person"): Promise<void> {
  try {
    await run.intent("back", 2 * changeSeconds, { percent: 0, reason, because });
  } catch (error) {
    if (error instanceof LostRelease) throw error;
    run.context.say(`the way back is not in the log: ${messageOf(error)}`);
  }
}

/** STUCK: the weight cannot be read or set. The record has the one call that does it by hand; `--abort` tries again. */
export async function stuck(run: Run, percent: number, reason: string, error: unknown): Promise<ReleaseResult> {
  const { stack, platform } = run.context;
  const manual = platform.weightCall(percent);
  const why = `${reason}; ${messageOf(error)}`;
  return endAnyway(run, "failed", { reason: why, manual }, [
    `Release ${run.log.id} of ${stack} is stuck: the weight cannot be read or set (${messageOf(error)}).`,
    `The share of users that have ${run.plan.build} is not known. By hand: ${manual}`,
    `With working credentials: ${commands.abort(stack)}`,
  ]);
}
