import { finalOf, runBy } from "../log/record";
import { ReleaseLog } from "../log/release-log";
import type { ReleaseContext } from "./context";
import { commands } from "./end";
import { ReleaseRefused } from "./ends";

/** A release that another process runs. */
export interface Watcher {
  readonly who: string;
  readonly host: string;
  /** Until when it counts as watched, ms. */
  readonly until: number;
}

/** Who watches a release; undefined when no process does: its time is over, or its process is seen to have ended. */
export function watcherOf(
  { clock, operator, hasEnded }: Pick<ReleaseContext, "clock" | "operator" | "hasEnded">,
  { entries }: ReleaseLog,
): Watcher | undefined {
  const last = runBy(entries);
  if (!last || finalOf(entries) || last.by.token === operator.token) return undefined;
  const until = Date.parse(last.until);
  if (until <= clock.now() || hasEnded?.(last.by)) return undefined;
  return { who: last.by.who, host: last.by.host, until };
}

/** The newest release of the context's stack. */
export function lastRelease({ store, stack }: ReleaseContext): Promise<ReleaseLog | undefined> {
  return ReleaseLog.last({ store, stack });
}

export function watchedText(
  { stack }: ReleaseContext,
  { id, plan }: ReleaseLog,
  { who, host, until }: Watcher,
): string {
  return `Release ${id} of ${stack} (${plan.build}) is run by ${who} on ${host}, until ${new Date(until).toISOString()} at least. See it with ${commands.status(stack)}; end it with ${commands.abort(stack)}`;
}

/** @throws {ReleaseRefused} when another process runs this release */
export function refuseWatched(context: ReleaseContext, log: ReleaseLog): void {
  const watcher = watcherOf(context, log);
  if (watcher) throw new ReleaseRefused(watchedText(context, log, watcher));
}
