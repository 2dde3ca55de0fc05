import { LostRelease } from "../log/lost";
import type { Values } from "../port/platform";
import { commands, end, type ReleaseResult } from "../run/end";
import { messageOf } from "../run/ends";
import { persist } from "../run/persist";
import type { Run } from "../run/run";
import { applyValues, changeSeconds, setShareAnyway } from "../run/weights";
import { stuck } from "./back";
import { kept, swap } from "./swap";

/**
 * Takes all users to the build of the other side, and lets the sides swap: a rollback, and what follows a finish whose components fail. It
 * leads away from a build that fails, so from its intent on it only goes forward; Ctrl-C does not end it.
 */
export async function reverse(run: Run, reasons: readonly string[]): Promise<ReleaseResult> {
  const reason = reasons.join("; ");
  for (const line of reasons) run.context.say(line);
  await run.intent("reverse", 2 * changeSeconds, { percent: 100, reason });
  return reverseForward(run, reason);
}

/** Goes on from the intent of a reverse. */
export async function reverseForward(run: Run, reason: string): Promise<ReleaseResult> {
  const { context, plan } = run;
  const { platform, state } = context;
  const target = plan.kind === "rollback" ? plan.build : plan.fromBuild;
  if (platform.direct) {
    const direct = platform.direct(await persist(context, "read the state", () => state.read()), target);
    return direct ? directly(run, direct) : impossible(run, target, reason);
  }
  await componentsBack(run);
  try {
    await setShareAnyway(run, 100);
  } catch (error) {
    if (error instanceof LostRelease) throw error;
    return stuck(run, 100, reason, error);
  }
  const shifted = await persist(context, "read the state", () => state.read());
  // The state may not say 100 % yet, where the API alone could set it.
  const all = { ...shifted, ...platform.shift(shifted, 100) };
  await run.intent("finish", changeSeconds, { values: { ...platform.finish(all) } });
  await swap(run);
  return kept(run, "after the reverse");
}

/** One apply leads to another version: the same values as after a finish. */
async function directly(run: Run, values: Values): Promise<ReleaseResult> {
  await run.intent("finish", changeSeconds, { values: { ...values } });
  await swap(run);
  return kept(run, "after the reverse");
}

/** There is no other side that could be given all users: it may have what a release took back. */
function impossible(run: Run, target: string, reason: string): Promise<ReleaseResult> {
  const { log, context } = run;
  const why = `${target} cannot be given: it names functions that are not deployed`;
  return end(run, "failed", { reason: `${reason}; ${why}` }, [
    `Release ${log.id} of ${context.stack}: failed, ${why}. Users have what they had.`,
    `Go back to another release: ${commands.rollback(context.stack)} --to <release>`,
  ]);
}

/** The components that fail stop first; where that cannot be done alone, they follow with the users. */
async function componentsBack(run: Run): Promise<void> {
  const { context, plan } = run;
  const { platform } = context;
  if (plan.kind === "rollback" || !platform.componentsBack) return;
  try {
    await applyValues(
      run,
      (now) => platform.componentsBack?.(now, plan.from) ?? now,
      "the components' old build",
      false,
    );
  } catch (error) {
    if (error instanceof LostRelease) throw error;
    context.say(`${messageOf(error)}: the components follow with the users`);
  }
}
