import type { LogStore } from "../port/log-store";
import type { Entry, Summary } from "./entries";
import { entryName, entryNumbers, releaseFolder } from "./names";
import { readEntry } from "./read-entry";
import { summarize } from "./record";
import { ReleaseLog } from "./release-log";

/** Releases that history shows if no other number is given. */
export const shownReleases = 20;

/**
 * The newest releases of a stack, newest first. Reads one list of a stack's releases, and of each release its list and its last entry,
 * which holds the summary; only a release that has not ended is read whole.
 */
export async function history(store: LogStore, stack: string, most = shownReleases): Promise<Summary[]> {
  const ids = (await ReleaseLog.ids({ store, stack })).slice(-most).reverse();
  return Promise.all(ids.map((id) => summaryOf(store, stack, id)));
}

/** The summary of one release. */
export async function summaryOf(store: LogStore, stack: string, id: string): Promise<Summary> {
  const numbers = entryNumbers(await store.list(releaseFolder(stack, id)));
  for (const n of numbers.reverse()) {
    const name = entryName(stack, id, n);
    const entry: Entry = readEntry(name, await store.read(name));
    if (entry.type === "final") return entry.summary;
    // What follows a final entry without beginning anything: the old side was stopped, or a request came too late.
    if (entry.type !== "request" && !(entry.type === "done" && entry.phase === "keep")) break;
  }
  return summarize(await ReleaseLog.open({ store, stack }, id));
}
