import type { EntryOf, Summary } from "../log/entries";
import { finalOf, intentOf, lastIntent } from "../log/record";
import { ReleaseLog } from "../log/release-log";
import { pollSeconds, type ReleaseContext } from "../run/context";
import { commands } from "../run/end";
import { ReleaseRefused } from "../run/ends";
import { persist } from "../run/persist";
import { lastRelease, watcherOf } from "../run/watched";
import { readTruth } from "../run/weights";
import { stopOldSide } from "./keep";
import { takeUp } from "./resume";

/** What a command on a release did. */
export interface CommandEnd {
  readonly lines: readonly string[];
  /** The release that it was about. */
  readonly summary?: Summary;
}

/**
 * Ends the release of a stack. One that is watched gets a request, and is taken over if its operator falls silent; one that was left goes back at once; a
 * stuck one is tried again; without a release, a weight that differs from the state's is set to it.
 *
 * @param own only end a release that this user began on this host, and that has not ended: for the last step of a job, which must not end that of another
 */
export async function abort(context: ReleaseContext, reason?: string, own = false): Promise<CommandEnd> {
  const log = await lastRelease(context);
  const final = log && finalOf(log.entries);
  const goesOn = log && (!final || final.summary.manual !== undefined) ? log : undefined;
  if (own && !isOwn(context, goesOn)) return { lines: [notOwn(context.stack)] };
  if (!goesOn) return sameAgain(context);
  const watcher = watcherOf(context, goesOn);
  if (watcher) {
    await request(context, goesOn, "abort", reason);
    context.say(`sent ${watcher.who} on ${watcher.host} a request to end release ${goesOn.id}`);
    const ended = await waitFor(context, goesOn, () => finalOf(goesOn.entries));
    if (ended) return { summary: ended.summary, lines: endText(context, ended.summary) };
    context.say(`${watcher.who} on ${watcher.host} does not answer: taking the release over`);
  }
  return takeUp(context, goesOn, { reason: reason ?? `ended by ${context.operator.who} with --abort` });
}

/** Lets a release go on without the rest of its present step: its operator takes one more sample first. */
export async function promote(context: ReleaseContext, reason?: string): Promise<CommandEnd> {
  const { stack, operator } = context;
  const log = await lastRelease(context);
  const watcher = log && watcherOf(context, log);
  if (!log || !watcher) {
    throw new ReleaseRefused(
      `No process runs a release of ${stack}: there is no step to skip. See ${commands.status(stack)}`,
    );
  }
  const { intent } = lastIntent(log.entries) ?? {};
  if (intent?.type !== "intent" || intent.phase !== "shift") {
    throw new ReleaseRefused(
      `Release ${log.id} of ${stack} is in no step that can be skipped. See ${commands.status(stack)}`,
    );
  }
  const before = log.entries.length;
  await request(context, log, "promote", reason);
  context.say(`sent ${watcher.who} on ${watcher.host} a request to go on; one more sample is taken first`);
  const isAnswer = (entry: (typeof log.entries)[number]) => entry.type === "done" && entry.skippedBy === operator.who;
  const answer = () => log.entries.slice(before).find((entry) => isAnswer(entry) || isEnd(entry));
  const found = await waitFor(context, log, answer);
  if (found?.type === "done") return { lines: [`Release ${log.id} goes on: ${found.seen.join("; ")}`] };
  const now = intentOf(log.entries, "back")?.reason;
  return { lines: [now ? `Release ${log.id} goes back instead: ${now}` : `No answer yet: ${commands.status(stack)}`] };
}

/** Whether the release that goes on was begun by this user on this host. */
function isOwn({ operator }: ReleaseContext, log: ReleaseLog | undefined): boolean {
  const by = log?.entries[0]?.by;
  return by?.who === operator.who && by.host === operator.host;
}

const notOwn = (stack: string): string =>
  `No release of ${stack} that was begun here goes on: there is nothing to end. ${commands.status(stack)} shows that of others`;

function endText({ stack }: ReleaseContext, { id, status, build, fromBuild }: Summary): string[] {
  if (status !== "completed") return [`Release ${id} of ${stack}: ${status}. All users have ${fromBuild}.`];
  return [
    `Release ${id} of ${stack} was at its finish: all users have ${build}. Take it back with ${commands.rollback(stack)}`,
  ];
}

const isEnd = (entry: { readonly type: string; readonly phase?: string }): boolean =>
  entry.type === "final" || (entry.type === "intent" && entry.phase === "back");

async function request(context: ReleaseContext, log: ReleaseLog, ask: EntryOf<"request">["ask"], reason?: string) {
  const { clock, operator, store, stack } = context;
  await persist(context, "write the log", async () => {
    // The operator writes at the same time: a request is put after its last entry.
    const now = await ReleaseLog.open({ store, stack }, log.id);
    await now.add({ type: "request", ask, reason }, operator, clock.now());
  });
}

/** What `find` gives, as soon as it is in the log; nothing once the release is not watched. */
async function waitFor<T>(context: ReleaseContext, log: ReleaseLog, find: () => T | undefined): Promise<T | undefined> {
  for (;;) {
    await persist(context, "read the log", () => log.refresh(), { stops: true });
    const found = find();
    if (found !== undefined || !watcherOf(context, log)) return found;
    if (context.interrupt.aborted) throw new ReleaseRefused("Stopped waiting; the request stays in the log");
    await context.clock.sleep(pollSeconds * 1000, context.interrupt);
  }
}

/** No release runs: the real weight must be what the state says. */
async function sameAgain(context: ReleaseContext): Promise<CommandEnd> {
  const { platform, stack } = context;
  const { weight, values, agree } = await persist(context, "read the weight and the state", () => readTruth(context));
  const build = platform.buildOf(values);
  if (agree) {
    const nothing = `No release of ${stack} runs: all users have ${build}. There is nothing to end.`;
    const stopped = await stopOldSide(context);
    return { lines: stopped === undefined ? [nothing] : [nothing, stopped] };
  }
  const expected = platform.weightOf(values);
  await persist(context, "set the weight", async () => {
    await platform.setWeight(expected);
    const now = await platform.readWeight();
    if (now !== expected) throw new Error(`the new side has ${now} %, expected ${expected} %`);
  });
  return {
    lines: [`The new side of ${stack} had ${weight} %; it has ${expected} % now, as the state says. Live: ${build}.`],
  };
}
