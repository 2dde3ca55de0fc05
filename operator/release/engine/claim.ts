import type { Plan } from "../log/entries";
import { ReleaseLog } from "../log/release-log";
import { AlreadyThere } from "../port/log-store";
import type { ReleaseContext } from "./context";
import { commands } from "./end";
import { ReleaseRefused } from "./ends";
import { persist } from "./persist";
import { Run } from "./run";
import { readTruth, type Truth } from "./weights";

/** Seconds that the checks before a release take at most. */
const checkSeconds = 10 * 60;

/** 1 CLAIM: whoever puts the first entry has the release. @throws {ReleaseRefused} if another process was first */
export async function claim(context: ReleaseContext, last: string | undefined, plan: Plan): Promise<Run> {
  const { store, stack, operator, clock } = context;
  const place = { store, stack };
  try {
    const put = () => ReleaseLog.claim(place, last, plan, operator, clock.now(), checkSeconds);
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

/** `W` and `S` before a release. @throws {ReleaseRefused} if they differ */
export async function agreeing(context: ReleaseContext): Promise<Truth> {
  const truth = await persist(context, "read the weight and the state", () => readTruth(context), { stops: true });
  if (!truth.agree) throw new ReleaseRefused(differText(context, truth));
  return truth;
}

export function differText({ stack, platform }: ReleaseContext, { weight, values }: Truth): string {
  return `The weights of ${stack} were changed outside of a release: the new side has ${weight} %, the state says ${platform.weightOf(values)} % (live: ${platform.buildOf(values)}). ${commands.abort(stack)} sets what the state says`;
}
