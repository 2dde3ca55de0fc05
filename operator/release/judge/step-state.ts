import type { ProbeAnswer } from "./figures";
import { arrivalSeconds } from "./minutes";
import type { ProbeJudgement } from "./probe";
import { type JudgeState, overAt, type StepState } from "./state";

/** What the judge knows once a step has begun. */
export type WithStep = JudgeState & { readonly step: StepState };

/** The step with a sample of probes; none that could not be sent. */
export function withProbes(step: StepState, probes: readonly ProbeAnswer[] = []): StepState {
  return probes.length > 0 ? { ...step, probes: [...step.probes, probes] } : step;
}

/** Issues are of the step's own length: while it only waits for figures that are late, errors and alarms alone end it. */
export function withIssue(state: WithStep, at: number, { issue }: ProbeJudgement): StepState {
  const { step } = state;
  const isWaiting = at > (overAt(state) ?? at) && isLate(state, at);
  return issue && !isWaiting ? { ...step, issues: [...step.issues, { at, text: issue }] } : step;
}

/** Whether figures of the step may still be on their way. */
export const isLate = ({ rules, step }: WithStep, at: number): boolean =>
  rules.users && at < step.window.to + arrivalSeconds * 1000;

/** The probes in the window of the metrics. */
export function probesBetween({ probes, window: { from } }: StepState, to: number): ProbeAnswer[] {
  const found: ProbeAnswer[] = [];
  for (const answers of probes)
    for (const answer of answers) if (answer.at >= from && answer.at < to) found.push(answer);
  return found;
}
