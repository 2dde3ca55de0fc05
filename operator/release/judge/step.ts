import { judgeAlarms } from "./alarms";
import { canaryLimits, checkCanary } from "./canary";
import type { Verdict } from "./figures";
import { arrivalSeconds, missingMinutes } from "./minutes";
import { judgeProbes, type ProbeJudgement, probing } from "./probe";
import { onSilence } from "./silence";
import {
  begun,
  type Judged,
  type JudgeEvent,
  type JudgeState,
  lasting,
  overAt,
  type Sample,
  type StepState,
} from "./state";
import { isLate, probesBetween, type WithStep, withIssue, withProbes } from "./step-state";
import { strategies } from "./strategies";
import { judgeUsers } from "./users";

/**
 * Judges one event of a release. Errors that two samples confirm, a third issue within a step's length and a critical alarm end it at
 * once; users' requests, a canary's check and silence are judged when the step is over. Once failed it stays failed.
 *
 * @throws Error for a sample before the first step: a mistake of the caller
 */
export function judge(state: JudgeState, event: JudgeEvent): Judged {
  if (state.failed) return { state, verdict: { is: "failed", reasons: state.failed }, next: "back" };
  if (event.kind === "step" || event.kind === "watch") return waiting(begun(state, event), [], "sample");
  const { step, pending } = state;
  if (!step) throw new Error("The judge got a sample before the first step.");
  const settled = pending
    ? { ...state, step: withProbes(step, event.probes), pending: undefined }
    : { ...state, step: withProbes(step, event.probes) };
  if (!pending) return event.kind === "sample" ? judgeSample(settled, event) : waiting(settled, [], "sample");
  const confirmed = judgeProbes(pending.probes ?? [], event.probes);
  if (confirmed.is === "failed") return failed(settled, confirmed.reasons);
  // A second sample that could not be sent confirms nothing, and clears nothing.
  if (confirmed.is === "confirm") return waiting({ ...settled, pending }, confirmed.reasons, "confirm");
  if (event.kind === "confirm") return proceed(settled, pending, confirmed, []);
  return judgeSample({ ...settled, step: withIssue(settled, pending.at, confirmed) }, event);
}

function judgeSample(state: WithStep, sample: Sample): Judged {
  if (!sample.alarms?.length) return judgeAnswers(state, sample, []);
  const { rules, quietSince, step } = state;
  const alarms = judgeAlarms(sample.alarms, { despite: rules.despite, quietSince, changing: sample.changing ?? [] });
  const isWarned = step.isWarned || alarms.is === "warned";
  const next = { ...state, quietSince: alarms.quietSince, step: { ...step, isWarned } };
  return alarms.is === "failed" ? failed(next, alarms.reasons) : judgeAnswers(next, sample, alarms.reasons);
}

function judgeAnswers(state: WithStep, sample: Sample, reasons: readonly string[]): Judged {
  const probes = judgeProbes(sample.probes ?? []);
  if (probes.is === "confirm")
    return waiting({ ...state, pending: sample }, [...reasons, ...probes.reasons], "confirm");
  return proceed(state, sample, probes, reasons);
}

/** Goes on with a sample whose probes are not in doubt. */
function proceed(before: WithStep, sample: Sample, probes: ProbeJudgement, reasons: readonly string[]): Judged {
  const state = probes.issue ? { ...before, step: withIssue(before, sample.at, probes) } : before;
  const { step } = state;
  const since = sample.at - step.seconds * 1000;
  const recent = step.issues.filter(({ at }) => at > since);
  const all = [...reasons, ...(state.rules.probes ? probes.reasons : [])];
  if (recent.length > probing.mostIssues) {
    return failed(state, [...all, `${recent.length} issues in ${step.seconds} s, at most ${probing.mostIssues}`]);
  }
  return sample.at < (overAt(state) ?? 0) ? waiting(state, all, "sample") : endStep(state, sample, all);
}

function endStep(state: WithStep, sample: Sample, before: readonly string[]): Judged {
  const { rules, step } = state;
  const { window } = step;
  const missing = rules.users && sample.figures ? missingMinutes(window, sample.figures.to) : undefined;
  if (missing !== undefined && isLate(state, sample.at)) return waiting(state, [...before, `${missing} yet`], "sample");
  const probes = probesBetween(step, sample.figures?.to ?? window.to);
  const users = rules.users
    ? judgeUsers(sample.figures, probes, rules)
    : { is: "fine" as const, reasons: ["users: no metrics can be read, the probes alone judge"] };
  const gone = missing === undefined ? [] : [`${missing} in ${arrivalSeconds} s: judged without them`];
  const reasons = [...before, ...gone, ...users.reasons];
  if (users.is === "failed") return failed(state, reasons);
  if (strategies[rules.strategy].hasChecks && !step.isWatch) {
    const check = checkCanary(sample.figures, probes);
    if (!check.passed) return halt(state, sample.at, [...reasons, ...check.reasons]);
    reasons.push(...check.reasons);
  }
  const quiet = quietness(state, sample.at, users.is === "silent");
  return quiet === undefined ? passed(state, reasons) : silent(state, sample.at, [...reasons, ...quiet]);
}

/** Why the step says too little; undefined if it says enough. A step without length has no window to judge. */
function quietness({ rules, step }: WithStep, at: number, usersAreSilent: boolean): string[] | undefined {
  if (step.seconds === 0) return undefined;
  const needed = Math.max(1, Math.floor((step.seconds / probing.everySeconds) * leastSamples));
  const since = at - step.seconds * 1000;
  const taken = step.probes.filter(([first]) => first && first.at >= since).length;
  if (rules.probes && taken < needed) return [`probes: ${taken} samples, at least ${needed} are needed`];
  if (!rules.probes && !rules.users) return ["neither probes nor metrics"];
  return usersAreSilent ? [] : undefined;
}

/** Part of the samples that must have been taken within a step's length: a machine that slept has seen nothing. */
const leastSamples = 0.5;

function silent(state: WithStep, at: number, reasons: readonly string[]): Judged {
  const { rules, step } = state;
  const { next, reason } = onSilence({ ...rules, prolonged: step.isProlonged });
  const said = [...reasons, reason];
  if (next !== "prolong") return { state, verdict: { is: "silent", reasons: said }, next };
  const longer = lasting(Math.max(step.until, at), step.seconds);
  const window = { ...longer.window, from: step.window.from };
  return waiting({ ...state, step: { ...step, ...longer, window, isProlonged: true } }, said, "sample");
}

/** A failed check of a canary holds it at its percentage for one more step, until there were too many. */
function halt(state: WithStep, at: number, reasons: readonly string[]): Judged {
  const failedChecks = state.failedChecks + 1;
  const said = [...reasons, `canary: failed check ${failedChecks} of ${canaryLimits.mostFailedChecks}`];
  if (failedChecks >= canaryLimits.mostFailedChecks) return failed({ ...state, failedChecks }, said);
  const again = lasting(at, Math.max(state.step.seconds, probing.everySeconds));
  const step: StepState = { ...state.step, ...again, isProlonged: false, probes: [] };
  return waiting({ ...state, failedChecks, step }, said, "sample");
}

function passed(state: WithStep, reasons: readonly string[]): Judged {
  const { issues, isWarned } = state.step;
  const is = issues.length > 0 || isWarned ? "degraded" : "healthy";
  return {
    state,
    verdict: { is, reasons: [...reasons, ...issues.map(({ text }) => `issue: ${text}`)] },
    next: "advance",
  };
}

function failed(state: JudgeState, reasons: readonly string[]): Judged {
  const where = state.step ? [`in ${state.step.name}`] : [];
  const said = [...where, ...reasons];
  return { state: { ...state, failed: said }, verdict: { is: "failed", reasons: said }, next: "back" };
}

function waiting(state: JudgeState, reasons: readonly string[], next: "sample" | "confirm"): Judged {
  const verdict: Verdict = { is: "waiting", reasons };
  return { state, verdict, next };
}
