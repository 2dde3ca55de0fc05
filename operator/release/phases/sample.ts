import type { Figures, ProbeAnswer, SideFigures, Verdict } from "../judge/figures";
import { type FiguresWindow, readUntil } from "../judge/minutes";
import { countedMs, isError, probing } from "../judge/probe";
import { type JudgeState, overAt, type Sample } from "../judge/state";
import { startSeconds } from "../judge/strategies";
import type { Body, LoggedSample } from "../log/entries";
import { LostCredentials } from "../port/lost-credentials";
import type { Platform } from "../port/platform";
import { messageOf } from "../run/ends";
import { persist } from "../run/persist";
import type { Run } from "../run/run";

/** Which step a sample belongs to. */
export interface Window {
  readonly phase: "judge" | "watch";
  readonly percent: number;
}

export interface Seen {
  readonly sample: Sample;
  readonly weight: number;
}

/**
 * Reads everything that is judged. A figure that cannot be read is left out, which the judge takes as silence, never as health; a weight
 * that cannot be read, or is not what was set, ends the release.
 */
export async function readSample(run: Run, state: JudgeState, window: Window): Promise<Seen> {
  const { context } = run;
  const { platform, clock } = context;
  const weight = await persist(
    context,
    "read the weight",
    async () => {
      const read = await platform.readWeight();
      if (read !== window.percent)
        throw new Error(`the new side has ${read} %, not ${window.percent} %: it was set outside of this release`);
      return read;
    },
    { stops: true, before: () => run.look() },
  );
  const answers = await probes(run);
  // Alarms that were never read would pass as quiet ones.
  const { alarms, changing } = await persist(context, "read the alarms", () => readAlarms(run), {
    stops: true,
    before: () => run.look(),
  });
  const at = clock.now();
  const { step, rules } = state;
  const isDue = rules.users && step !== undefined && at >= (overAt(state) ?? at);
  const figures = isDue ? await unless(run, "the metrics", () => readFigures(platform, step.window, at)) : undefined;
  return { weight, sample: { at, probes: answers, alarms, changing, figures } };
}

async function readFigures(platform: Platform, window: FiguresWindow, at: number): Promise<Figures> {
  const until = readUntil(window, at);
  return { to: until, ...(await platform.figures(window.from, until)) };
}

/** The alarms, and the names of those that the start of the new side has raised, in the time that it has to settle. */
async function readAlarms(run: Run): Promise<Pick<Sample, "alarms" | "changing">> {
  const { platform, clock } = run.context;
  const alarms = await platform.alarms(run.began);
  const shifted = run.log.entries.find((entry) => entry.type === "intent" && entry.phase === "shift");
  const first = Date.parse(shifted?.at ?? "");
  const isRaised = alarms.some(({ side, isAlarm, wasAlarm }) => side === "new" && isAlarm && !wasAlarm);
  if (!isRaised || !(clock.now() < first + startSeconds * 1000)) return { alarms };
  // Raised before it had a request of a user.
  const before = (await platform.alarms(first)).filter(({ side, wasAlarm }) => side === "new" && wasAlarm);
  return { alarms, changing: before.map(({ name }) => name) };
}

/** Ten probes of the new side; none where it cannot be probed. */
export async function probes(run: Run): Promise<readonly ProbeAnswer[] | undefined> {
  const { platform } = run.context;
  return platform.can.probes ? unless(run, "probes", () => platform.probe(probing.requests)) : undefined;
}

/** What `read` gives; nothing if it fails for another reason than the credentials, which are waited for. */
async function unless<T>(run: Run, what: string, read: () => Promise<T>): Promise<T | undefined> {
  const act = async () => {
    try {
      return await read();
    } catch (error) {
      if (error instanceof LostCredentials) throw error;
      run.context.say(`  ${what} could not be read: ${messageOf(error)}`);
      return undefined;
    }
  };
  return persist(run.context, `read ${what}`, act, { stops: true, before: () => run.look() });
}

/** A sample as the log has it: every value that was judged. */
export function logged({ sample, weight }: Seen, window: Window, verdict: Verdict): Extract<Body, { type: "sample" }> {
  const { probes: answers, figures, alarms = [] } = sample;
  return {
    type: "sample",
    ...window,
    weight,
    probes: answers && {
      sent: answers.length,
      failed: answers.filter(isError).length,
      slowestMs: Math.max(0, ...answers.map(countedMs)),
    },
    figures: figures && { newSide: plain(figures.newSide), liveSide: plain(figures.liveSide) },
    alarms: alarms.filter(({ isAlarm }) => isAlarm).map(({ name }) => name),
    verdict: verdict.is,
    reasons: [...verdict.reasons],
  };
}

/** JSON has no NaN, which some metrics give where nothing was measured. */
function plain({ requests, errors, p95, cpuPercent }: SideFigures): NonNullable<LoggedSample["figures"]>["newSide"] {
  return { requests: finite(requests), errors: finite(errors), p95: finite(p95), cpuPercent: finite(cpuPercent) };
}

const finite = (value: number | undefined): number | null => (Number.isFinite(value) ? (value as number) : null);
