import type { Entry, EntryOf, LoggedSample, Phase, Status, Summary } from "./entries";
import type { ReleaseLog } from "./release-log";

/** The last intent of a release: what was being done, and whether its end is known. */
export interface LastIntent {
  readonly intent: EntryOf<"claim"> | EntryOf<"intent">;
  /** Undefined while nothing says how it ended. */
  readonly done?: EntryOf<"done">;
}

/** The final entry, unless something was begun after it (a way back that was tried again). */
export function finalOf(entries: readonly Entry[]): EntryOf<"final"> | undefined {
  const last = lastOf(entries, ({ type }) => type === "final" || type === "intent" || type === "taken");
  return last?.type === "final" ? last : undefined;
}

export function lastIntent(entries: readonly Entry[]): LastIntent | undefined {
  const intent = lastOf(entries, isIntent);
  if (!intent) return undefined;
  return { intent, done: lastOf(entries.slice(intent.n), isDoneEntry) };
}

/** The last intent of a phase. */
export function intentOf(entries: readonly Entry[], phase: Phase): EntryOf<"intent"> | undefined {
  return lastOf(entries, (entry): entry is EntryOf<"intent"> => entry.type === "intent" && entry.phase === phase);
}

const isIntent = (entry: Entry): entry is EntryOf<"claim"> | EntryOf<"intent"> =>
  entry.type === "claim" || entry.type === "intent";
const isDoneEntry = (entry: Entry): entry is EntryOf<"done"> => entry.type === "done";

function lastOf<Found extends Entry>(
  entries: readonly Entry[],
  is: ((entry: Entry) => entry is Found) | ((entry: Entry) => boolean),
): Found | undefined {
  return [...entries].reverse().find(is) as Found | undefined;
}

export function isDone(entries: readonly Entry[], phase: Phase): boolean {
  return entries.some((entry) => entry.type === "done" && entry.phase === phase);
}

/** Whether requests of users were ever given to the new side. */
export const hasShifted = (entries: readonly Entry[]): boolean => intentOf(entries, "shift") !== undefined;

/** The process that runs a release now: the last that wrote anything but a request. */
export function runBy(entries: readonly Entry[]): Entry | undefined {
  return lastOf(entries, ({ type }) => type !== "request");
}

/** What history shows of a release, whether or not it has ended. */
export function summarize(log: ReleaseLog, end?: Partial<Summary>): Summary {
  const { entries, plan, id } = log;
  const [first] = entries as [Entry];
  const { kind, build, fromBuild, commit, strategy, despite, waived, reason, to, keptUntil } = plan;
  const by = runBy(entries)?.by ?? first.by;
  return {
    id,
    kind,
    status: "in_progress",
    build,
    fromBuild,
    who: first.by.who,
    host: by.host,
    ...(first.by.approved && { approved: first.by.approved }),
    ...(first.by.tag && { tag: first.by.tag }),
    commit,
    strategy,
    started: first.at,
    phases: phasesOf(entries),
    figures: lastSamples(entries),
    reason,
    to,
    migration: migrationOf(entries),
    despite,
    waived,
    keptUntil,
    ...end,
  };
}

function phasesOf(entries: readonly Entry[]): Summary["phases"] {
  const begun = entries.filter((entry) => entry.type === "claim" || entry.type === "intent" || isWatch(entry));
  const starts = begun.filter((entry, index) => !isWatch(entry) || !isWatch(begun[index - 1]));
  return starts.map((start, index) => {
    const next = starts[index + 1];
    const until = next ? entries.indexOf(next) : entries.length;
    const within = entries.slice(entries.indexOf(start), until);
    const done = lastOf(within, isDoneEntry);
    const last = within.at(-1) as Entry;
    const seconds = Math.round((Date.parse(done?.at ?? next?.at ?? last.at) - Date.parse(start.at)) / 1000);
    const is = done ? "done" : next || finalOf(entries) ? "ended" : "running";
    return { name: nameOf(start), started: start.at, seconds, is, skippedBy: done?.skippedBy };
  });
}

const isWatch = (entry: Entry | undefined): boolean => entry?.type === "sample" && entry.phase === "watch";

function nameOf(entry: Entry): string {
  if (entry.type === "claim") return "check";
  if (entry.type !== "intent") return "watch";
  return entry.phase === "shift" ? `${entry.percent} %` : entry.phase;
}

function lastSamples(entries: readonly Entry[]): LoggedSample[] {
  const samples = entries.filter((entry): entry is EntryOf<"sample"> => entry.type === "sample");
  const last = new Map(samples.map((sample) => [`${sample.phase} ${sample.percent}`, sample]));
  return [...last.values()].map(
    ({ version: _, n: __, at: ___, until: ____, by: _____, type: ______, ...rest }) => rest,
  );
}

function migrationOf(entries: readonly Entry[]): Summary["migration"] {
  const task = intentOf(entries, "migrate")?.task;
  if (task === undefined) return undefined;
  const done = entries
    .filter(isDoneEntry)
    .filter(({ phase }) => phase === "migrate")
    .at(-1);
  if (!done) return { task, is: "unknown" };
  return { task, is: done.exitCode === 0 ? "succeeded" : "failed" };
}

/** Whether a status is an end. */
export const isEnd = (status: Status): boolean => status !== "in_progress";
