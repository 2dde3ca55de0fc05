import { type ReadSteps, type ReleaseStep, readSteps, type StrategyName } from "../../../settings/schema/release/steps";
import { longestSeconds } from "./minutes";

export interface Strategy {
  readonly steps: readonly ReleaseStep[];
  /** Whether the canary's own figures (`canary.ts`) are judged at the end of each step. */
  readonly hasChecks: boolean;
}

/** The strategies by name, each with the steps that it takes if neither `--steps` nor the setting `release.steps` gives others. */
export const strategies: Readonly<Record<StrategyName, Strategy>> = {
  // Document 003: execute_traffic_shift.
  blue_green: { steps: stepsOf("10:5m,25:5m,50:10m,75:10m,100"), hasChecks: false },
  // Document 003: stepWeight 10, maxWeight 50, interval 1m, then the promotion.
  canary: { steps: stepsOf("10:1m,20:1m,30:1m,40:1m,50:1m,100"), hasChecks: true },
  // All requests at once, after the start and the smoke test.
  rolling: { steps: stepsOf("100"), hasChecks: false },
};

/** The strategy of a stack: that of the setting `release.strategy`, else `blue_green` where it can divide requests. */
export function strategyOf(setting: StrategyName | undefined, canDivide: boolean): StrategyName {
  return setting ?? (canDivide ? "blue_green" : "rolling");
}

/** Seconds in which the new side must be ready before it gets a request (document 003: `timeout_seconds=300`). */
export const startSeconds = 300;
/** Seconds that the new side is watched once it has all requests (document 003: `validation_duration_minutes` 15). */
export const watchSeconds = 15 * 60;
/** Seconds that the components are judged by their figures after the finish. */
export const judgedSeconds = 300;

/** The steps of a strategy, or those of a text, which `rolling` cannot have. */
export function stepsFor(strategy: StrategyName, text: string | undefined): ReadSteps {
  if (text === undefined) return { steps: strategies[strategy].steps, mistakes: [] };
  const read = readSteps(text);
  const between = read.steps?.find(({ percent }) => percent < 100);
  if (strategy !== "rolling" || !between) return read;
  const problem = "the strategy rolling has no percentages: all requests move at once";
  const expected = "no steps or 100 alone, or the strategy blue_green or canary";
  return { mistakes: [{ problem, expected, found: `${between.percent}` }] };
}

/** Seconds of the steps and of the watch at most: what a release takes once more if each of them is prolonged. */
export function judgingSeconds(steps: readonly ReleaseStep[], metrics: boolean): number {
  const lengths = [...steps.map(({ seconds }) => seconds), watchSeconds];
  return lengths.reduce((sum, seconds) => sum + (metrics ? longestSeconds(seconds) : seconds), 0);
}

/**
 * Seconds that a release takes at most if no step is prolonged: start, steps, watch and the judging of the components; for `blue_green` 55 minutes, and 20
 * more where metrics are judged.
 */
export function totalSeconds(steps: readonly ReleaseStep[], metrics: boolean): number {
  return startSeconds + judgingSeconds(steps, metrics) + judgedSeconds;
}

function stepsOf(text: string): readonly ReleaseStep[] {
  return readSteps(text).steps ?? [];
}
