import type { StackView } from "../../preflight/look/stack-view";
import type { Summary } from "../../release/log/entries";
import { finalOf, lastIntent, summarize } from "../../release/log/record";
import { ReleaseLog } from "../../release/log/release-log";
import type { LogStore } from "../../release/port/log-store";
import { commands } from "../../release/run/end";
import { watcherOf } from "../../release/run/watched";
import { hasEnded, thisOperator } from "../../release/world/this-operator";
import { type About, due, now, ok, type Seen, type StatusFinding, timeText } from "../finding";

/** The outputs of a state by name. */
export type Outputs = Readonly<Record<string, { readonly value?: unknown }>>;

/** Where the releases of stacks are looked up. */
export interface ReleasePlace {
  /** Looks at something there. Never throws. */
  ask(about: About, ask: () => Promise<Seen | readonly Seen[]>): Promise<StatusFinding[]>;
  /** The log of a stack's releases. */
  log(stack: StackView): Promise<LogStore>;
  /** The outputs of a stack's state. @throws where they cannot be read */
  outputs(stack: StackView): Promise<Outputs>;
}

/** A release that failed or was taken back longer ago than this, in hours, is history. */
const recentHours = 24;

/** The last release of each stack that can be released: left by its operator, in need of a hand, with an old side that still runs, or at rest. */
export async function releaseFindings(
  place: ReleasePlace,
  stacks: readonly StackView[],
  at = new Date(),
): Promise<StatusFinding[]> {
  const found = stacks.filter(hasReleases).map((stack) =>
    place.ask({ topic: "releases", stacks: [stack.id] }, async () => {
      const log = await ReleaseLog.last({ store: await place.log(stack), stack: stack.id });
      return log ? seen(place, stack, log, at) : ok("never released");
    }),
  );
  return (await Promise.all(found)).flat();
}

/** Whether `npm run release` can be used on a stack. */
export const hasReleases = (stack: StackView) => stack.output("release_target") !== undefined;

async function seen(place: ReleasePlace, stack: StackView, log: ReleaseLog, at: Date): Promise<Seen> {
  const { id } = stack;
  const final = finalOf(log.entries)?.summary;
  if (!final) return pending(id, log, at);
  const more = { since: final.ended ?? final.started };
  const text = `release ${log.id} ${words[final.status]}: ${buildText(final)}`;
  if (final.manual !== undefined) return now(`${text}; by hand: ${final.manual}`, commands.status(id), more);
  const isStopDue = await oldSideRuns(place, stack, log, final, at);
  const ended = `${text}, ${timeText(new Date(more.since))} by ${final.who}`;
  if (isStopDue) return due(`${ended}; the old side still runs and is no longer kept`, commands.abort(id), more);
  const isRecent = at.getTime() - Date.parse(more.since) < recentHours * 3_600_000;
  const isBad = final.status === "failed" || (final.status === "rolled_back" && final.kind === "release");
  const why = final.reason ? `: ${final.reason.split("\n", 1)[0]}` : "";
  return isBad && isRecent ? due(`${ended}${why}`, commands.history(id), more) : ok(ended, more);
}

const words: Readonly<Record<Summary["status"], string>> = {
  in_progress: "runs",
  completed: "completed",
  rolled_back: "was taken back",
  failed: "failed",
  aborted: "was ended before it changed anything",
};

const buildText = ({ fromBuild, build, status }: Summary) =>
  status === "completed" ? build : `${fromBuild} → ${build}, ${fromBuild} stays`;

function pending(id: string, log: ReleaseLog, at: Date): Seen {
  const { started, build, fromBuild, who } = summarize(log);
  const world = { operator: thisOperator(), hasEnded, clock: { now: () => at.getTime(), sleep: async () => {} } };
  const watcher = watcherOf(world, log);
  const { intent } = lastIntent(log.entries) ?? {};
  const where =
    intent?.type === "intent" ? ` at ${intent.phase}${intent.percent === undefined ? "" : ` ${intent.percent} %`}` : "";
  const text = `release ${log.id}, ${fromBuild} → ${build}${where}, begun ${timeText(new Date(started))} by ${who}`;
  if (!watcher) return now(`${text}: its operator is gone, it is unwatched`, commands.abort(id), { since: started });
  const until = timeText(new Date(watcher.until));
  return ok(`${text}, run by ${watcher.who} on ${watcher.host} until ${until}`, {
    since: started,
    command: commands.status(id),
  });
}

/** Whether the old side is no longer kept and, by the state, still has replicas. A function has no old side that runs. */
async function oldSideRuns(place: ReleasePlace, stack: StackView, log: ReleaseLog, { keptUntil }: Summary, at: Date) {
  if (keptUntil === undefined || Date.parse(keptUntil) > at.getTime()) return false;
  if (log.entries.some((entry) => entry.type === "done" && entry.phase === "keep")) return false;
  const { release } = await place.outputs(stack);
  const released = (release?.value ?? {}) as Record<string, { value?: unknown }>;
  return Object.entries(released).some(([name, { value }]) => /next_minimum$/.test(name) && Number(value) > 0);
}
