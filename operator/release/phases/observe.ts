import { probing } from "../judge/probe";
import { type Judged, type JudgeEvent, type JudgeState, overAt, startJudging } from "../judge/state";
import { judge } from "../judge/step";
import { pollSeconds } from "../run/context";
import { GoBack } from "../run/ends";
import type { Run } from "../run/run";
import { answerSeconds, Question } from "./question";
import { logged, probes, readSample, type Window } from "./sample";

/** What the judge knows before the first step. */
export function beginJudging({ context, plan }: Run): JudgeState {
  const { strategy, minRequests, onSilence, despite, metrics } = plan;
  const rules = { strategy, minRequests, onSilence, despite, users: metrics };
  return startJudging({ ...rules, hasTerminal: context.ask !== undefined, probes: context.platform.can.probes });
}

type Step = { readonly kind: "step"; readonly percent: number; readonly seconds: number } | { readonly kind: "watch" };

/**
 * 7 JUDGE and 8 WATCH: a sample each 30 seconds until the judge lets the step pass, a look for requests of others every 5, also while a person
 * is to decide about silence. Every value of a sample is in the log with its verdict.
 *
 * @throws {GoBack} when the judge says so, when another hand changed the weight, or a person ends it
 */
export async function observe(run: Run, before: JudgeState, step: Step): Promise<JudgeState> {
  const { context } = run;
  const { clock } = context;
  const at = clock.now();
  const window: Window = {
    phase: step.kind === "watch" ? "watch" : "judge",
    percent: step.kind === "watch" ? 100 : step.percent,
  };
  const event: JudgeEvent = step.kind === "watch" ? { kind: "watch", at } : { ...step, at };
  let judged = judge(before, event);
  run.takePromotion();
  let question: Question | undefined;
  try {
    for (let due = at + every; ; ) {
      const end = overAt(judged.state) ?? due;
      // Once it is over, the step waits for figures or an answer.
      const isOver = question !== undefined || end <= clock.now();
      await run.wait(
        Math.max(0, (isOver ? due : Math.min(due, end)) - clock.now()),
        () => question?.answer !== undefined,
      );
      if (question?.answer !== undefined) return await decided(run, judged, window, question.answer);
      const skipped = run.takePromotion();
      const began = clock.now();
      judged = await sample(run, judged.state, window);
      // After a pause, such as a laptop that slept, the samples that were missed are not taken in a burst: one moment is one issue.
      due = Math.max(due, began, lastProbed(judged.state) ?? began) + every;
      if (judged.next === "back") throw new GoBack("failed", judged.verdict.reasons);
      if (skipped) return await skip(run, judged, window, skipped.by.who);
      if (judged.next === "advance") return await pass(run, judged, window);
      if (judged.next === "ask") question ??= questionAbout(run, judged);
      if (question?.isOver) return await unanswered(run, judged, window);
    }
  } finally {
    question?.withdraw();
  }
}

const every = probing.everySeconds * 1000;

/** Seconds until the next sample is in the log at most: where every probe of it and of a second one ends with the timeout. */
export const nextSampleSeconds = probing.everySeconds + (2 * probing.requests * probing.timeoutMs) / 1000;

/** When the last sample's probes were sent. */
const lastProbed = ({ step }: JudgeState): number | undefined => step?.probes.at(-1)?.[0]?.at;

/** Takes one sample, and a second one at once if the judge doubts it. */
async function sample(run: Run, state: JudgeState, window: Window): Promise<Judged> {
  const { clock } = run.context;
  const seen = await readSample(run, state, window);
  let judged = judge(state, { kind: "sample", ...seen.sample });
  await write(run, window, judged, logged(seen, window, judged.verdict));
  while (judged.next === "confirm") {
    const second = await probes(run);
    judged = judge(judged.state, { kind: "confirm", at: clock.now(), probes: second ?? [] });
    const { figures: _, alarms: __, ...rest } = seen.sample;
    await write(run, window, judged, logged({ ...seen, sample: { ...rest, probes: second } }, window, judged.verdict));
    if (judged.next === "confirm") await run.wait(pollSeconds * 1000);
  }
  return judged;
}

async function write(run: Run, { percent }: Window, { state, verdict }: Judged, body: ReturnType<typeof logged>) {
  const left = ((overAt(state) ?? 0) - run.context.clock.now()) / 1000;
  await run.record(body, Math.max(nextSampleSeconds, left));
  run.context.say(`  ${percent} %: ${[verdict.is, ...verdict.reasons].join("; ")}`);
}

async function pass(run: Run, { state, verdict }: Judged, { phase }: Window): Promise<JudgeState> {
  const seen = [`${verdict.is}: ${verdict.reasons.join("; ")}`];
  if (phase === "judge") await run.record({ type: "done", phase, seen }, 0);
  return state;
}

async function skip(run: Run, { state, verdict }: Judged, { phase }: Window, skippedBy: string): Promise<JudgeState> {
  const reasons = verdict.reasons.join("; ");
  await run.done(
    phase,
    [`the rest is skipped by ${skippedBy} (--promote); the last sample: ${reasons}`],
    {
      skippedBy,
    },
    nextSampleSeconds,
  );
  return state;
}

function questionAbout(run: Run, { verdict }: Judged): Question {
  const reasons = verdict.reasons.join("; ");
  const { onSilence } = run.plan;
  const limit = `Without an answer in ${answerSeconds / 60} minutes: ${onSilence}.`;
  return new Question(run, `${reasons}. Give the new side more requests although little is known? ${limit}`);
}

async function decided(run: Run, judged: Judged, window: Window, goesOn: boolean): Promise<JudgeState> {
  if (goesOn) return pass(run, judged, window);
  throw new GoBack("person", ["a person decided so", ...judged.verdict.reasons]);
}

/** No person answered in time: the setting decides. */
async function unanswered(run: Run, judged: Judged, window: Window): Promise<JudgeState> {
  const { onSilence } = run.plan;
  const reason = `no answer in ${answerSeconds / 60} minutes: release.on_silence is ${onSilence}`;
  const verdict = { ...judged.verdict, reasons: [...judged.verdict.reasons, reason] };
  if (onSilence === "continue") return pass(run, { ...judged, verdict }, window);
  throw new GoBack("failed", verdict.reasons);
}
