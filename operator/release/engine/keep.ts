import type { Summary } from "../log/entries";
import { finalOf } from "../log/record";
import type { ReleaseLog } from "../log/release-log";
import type { Values } from "../port/platform";
import type { ReleaseContext } from "../run/context";
import { commands } from "../run/end";
import { persist } from "../run/persist";
import { lastRelease } from "../run/watched";

/** Whether a rollback is one change of the weight, by the last release. */
export function isKept({ platform, clock }: ReleaseContext, values: Values, { keptUntil, status }: Summary): boolean {
  const kept = keptUntil !== undefined && Date.parse(keptUntil) > clock.now();
  return status !== "in_progress" && kept && platform.standby(values) !== undefined;
}

/** Whether an old side still runs although it need not be kept any more. */
export function isStopDue({ platform, clock }: ReleaseContext, log: ReleaseLog | undefined, values: Values): boolean {
  const keptUntil = log && finalOf(log.entries)?.summary.keptUntil;
  return keptUntil !== undefined && Date.parse(keptUntil) <= clock.now() && platform.standby(values) !== undefined;
}

/** What `status` and every other command say of an old side that is due to stop. */
export const dueText = (stack: string, build: string | undefined): string =>
  `${build} is no longer kept and still runs: the next deploy or release of ${stack} stops it, or ${commands.abort(stack)}`;

/**
 * 10 KEEP: stops the old side of the last release once its time is over. Any later command may do it: no request of a user is there.
 * @returns what was done; undefined if nothing was due
 */
export async function stopOldSide(context: ReleaseContext): Promise<string | undefined> {
  const { platform, state, stack, operator, clock } = context;
  const log = await lastRelease(context);
  const values = await state.read();
  if (!log || !isStopDue(context, log, values)) return undefined;
  const build = platform.standby(values);
  const reason = `release ${log.id}: ${build} is no longer kept`;
  // Who holds the lock may be the start of a new release, which needs this side: Terraform does not wait, and each try looks again.
  const isStopped = await persist(context, "stop the old side", async () => {
    const [last, now] = [await lastRelease(context), await state.read()];
    if (last?.id !== log.id || !isStopDue(context, last, now)) return false;
    // Users may have been led there by hand.
    if ((await platform.readWeight()) !== 0) return false;
    await state.apply(platform.idle(now), { reason, lockTimeoutSeconds: 1 });
    return true;
  });
  if (!isStopped) return undefined;
  const seen = `${stack}: ${build} was stopped; it was kept since release ${log.id}`;
  await log.append({ type: "done", phase: "keep", seen: [seen] }, operator, clock.now(), 0);
  return seen;
}
