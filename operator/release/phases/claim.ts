import type { Plan } from "../log/entries";
import { finalOf } from "../log/record";
import { ReleaseLog } from "../log/release-log";
import { AlreadyThere } from "../port/log-store";
import type { ReleaseContext } from "../run/context";
import { commands } from "../run/end";
import { ReleaseRefused } from "../run/ends";
import { persist } from "../run/persist";
import { Run } from "../run/run";
import { refuseWatched } from "../run/watched";
import { readTruth, type Truth } from "../run/weights";
import { changedSince } from "./changed";

/** Seconds that the checks before a release take at most. */
const checkSeconds = 10 * 60;

/**
 * 1 CLAIM: the process that puts the first entry after the last release has the release. The last one is read here once more: another may have begun
 * since it was looked at, e.g. while a person confirmed. So is the state, which the way back leads to; who has claimed compares it once more.
 * @throws {ReleaseRefused} if another process was first, or the state is another one than the plan's
 */
export async function claim(context: ReleaseContext, plan: Plan): Promise<Run> {
  refuseOneSided(context);
  const { store, stack, operator, clock } = context;
  const place = { store, stack };
  const before = await persist(context, "read the log", () => ReleaseLog.last(place), { stops: true });
  if (before && !finalOf(before.entries)) {
    refuseWatched(context, before);
    throw new ReleaseRefused(`Release ${before.id} of ${stack} has no end: ${commands.abort(stack)} takes it back`);
  }
  const changed = await changedSince(context, plan);
  if (changed) throw new ReleaseRefused(`${changed}: nothing was changed. Run the command again`);
  try {
    const keptUntil = before && finalOf(before.entries)?.summary.keptUntil;
    const put = () => ReleaseLog.claim(place, before?.id, { ...plan, keptUntil }, operator, clock.now(), checkSeconds);
    return new Run(context, await persist(context, "claim the release", put, { stops: true }));
  } catch (error) {
    if (!(error instanceof AlreadyThere)) throw error;
    const by = (await ReleaseLog.last(place))?.entries[0]?.by;
    const other = by ? `${by.who} on ${by.host}` : "another process";
    throw new ReleaseRefused(
      `${other} has just begun a release of ${stack}: nothing was changed. See it with ${commands.status(stack)}`,
    );
  }
}

/** @throws {ReleaseRefused} where a stack has no other side that a release could start */
function refuseOneSided({ stack, platform: { oneSided } }: ReleaseContext): void {
  if (oneSided !== undefined) throw new ReleaseRefused(`${stack} has no releases: ${oneSided}. Nothing was changed`);
}

/** `W` and `S` before a release. @throws {ReleaseRefused} if they differ, or there is no other side */
export async function agreeing(context: ReleaseContext): Promise<Truth> {
  refuseOneSided(context);
  const truth = await persist(context, "read the weight and the state", () => readTruth(context), { stops: true });
  if (!truth.agree) throw new ReleaseRefused(differText(context, truth));
  return truth;
}

export function differText({ stack, platform }: ReleaseContext, { weight, values }: Truth): string {
  return `The weights of ${stack} were changed outside of a release: the new side has ${weight} %, the state says ${platform.weightOf(values)} % (live: ${platform.buildOf(values)}). ${commands.abort(stack)} sets what the state says`;
}
