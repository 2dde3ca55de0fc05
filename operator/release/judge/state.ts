import type { StrategyName } from "../../../settings/schema/release/steps";
import type { AlarmFigure, Figures, ProbeAnswer, Verdict } from "./figures";
import { type FiguresWindow, windowOf } from "./minutes";
import type { OnSilence } from "./silence";
import { watchSeconds } from "./strategies";

/** What the judge is given for a whole release. */
export interface JudgeRules {
  readonly strategy: StrategyName;
  /** Users' requests to the new side, without our probes, that a step needs to be judged by: the setting `release.min_requests`. */
  readonly minRequests: number;
  readonly onSilence: OnSilence;
  /** Whether a person at a terminal can decide. */
  readonly hasTerminal: boolean;
  /** Alarms that may be raised (`--despite`). */
  readonly despite: readonly string[];
  /** Whether the new side can be probed. A function that no request reaches cannot. */
  readonly probes: boolean;
  /** Whether the services' metrics can be read. Without credentials of one's own, on HCP Terraform, they cannot. */
  readonly users: boolean;
}

/** Everything that was read at one moment. Samples are due every 30 seconds (`probing.everySeconds`). */
export interface Sample {
  /** Milliseconds since 1970, as all times here. */
  readonly at: number;
  /** Ten answers of the new side. @default - none was sent */
  readonly probes?: readonly ProbeAnswer[];
  /** Both sides' metrics from `step.window.from` on; needed once `at` is {@link overAt} or later. @default - could not be read */
  readonly figures?: Figures;
  /** @default - none were read */
  readonly alarms?: readonly AlarmFigure[];
  /** Alarms that were raised while their side was being started or stopped, and say nothing yet. @default none */
  readonly changing?: readonly string[] | undefined;
}

export type JudgeEvent =
  /** The weight was set: the step begins. */
  | { readonly kind: "step"; readonly at: number; readonly percent: number; readonly seconds: number }
  /** All requests are on the new side, which is watched for 15 minutes. */
  | { readonly kind: "watch"; readonly at: number }
  | ({ readonly kind: "sample" } & Sample)
  /** The second sample of probes, sent at once after `next: "confirm"`. */
  | { readonly kind: "confirm"; readonly at: number; readonly probes: readonly ProbeAnswer[] };

/** What the judge knows. Plain data: a release that is taken up again gives its logged events to `judge` once more. */
export interface JudgeState {
  readonly rules: JudgeRules;
  /** @default - no step began yet */
  readonly step?: StepState;
  /** The sample whose errors a second one must confirm. */
  readonly pending?: Sample;
  /** Alarms that were quiet in a sample of this release. */
  readonly quietSince: readonly string[];
  /** Failed checks of a canary so far. */
  readonly failedChecks: number;
  /** Why the release failed. */
  readonly failed?: readonly string[];
}

export interface StepState {
  /** For people: `the step of 10 %`, `the watch`. */
  readonly name: string;
  readonly isWatch: boolean;
  /** Its own length. */
  readonly seconds: number;
  readonly until: number;
  /** The whole minutes of its figures. */
  readonly window: FiguresWindow;
  readonly isProlonged: boolean;
  /** Whether an alarm warned. */
  readonly isWarned: boolean;
  /** The answers of each sample. */
  readonly probes: readonly (readonly ProbeAnswer[])[];
  readonly issues: readonly { readonly at: number; readonly text: string }[];
}

/**
 * The verdict, and what comes next: another `sample` when it is due, a second one at once (`confirm`), the next step (`advance`), a
 * question to a person (`ask`), or the way `back`.
 */
export interface Judged {
  readonly state: JudgeState;
  readonly verdict: Verdict;
  readonly next: "sample" | "confirm" | "advance" | "ask" | "back";
}

/** A step that begins now, and its figures. */
export function lasting(at: number, seconds: number): Pick<StepState, "until" | "window"> {
  const until = at + seconds * 1000;
  return { until, window: windowOf(at, until) };
}

/** When a step is over: where users are judged, its last minute is too. */
export function overAt({ rules, step }: JudgeState): number | undefined {
  return step && (rules.users ? Math.max(step.until, step.window.to) : step.until);
}

/** The state of a release before its first step. */
export function startJudging(rules: JudgeRules): JudgeState {
  return { rules, quietSince: [], failedChecks: 0 };
}

/** The state when a step or the watch begins: it has its own issues and probes; failed checks and alarms go on. */
export function begun(state: JudgeState, event: Extract<JudgeEvent, { kind: "step" | "watch" }>): JudgeState {
  const isWatch = event.kind === "watch";
  const seconds = isWatch ? watchSeconds : event.seconds;
  const step: StepState = {
    name: isWatch ? "the watch" : `the step of ${event.percent} %`,
    isWatch,
    seconds,
    ...lasting(event.at, seconds),
    isProlonged: false,
    isWarned: false,
    probes: [],
    issues: [],
  };
  return { ...state, pending: undefined, step };
}
