/** The steps of a release as people write them: `10:5m,50:10m,100`. Settings and the option `--steps` share this reader. */

/** How requests come to a new build. */
export const strategyNames = ["blue_green", "canary", "rolling"] as const;

export type StrategyName = (typeof strategyNames)[number];

/** One step: a share of the requests, and how long it is watched before the next. */
export interface ReleaseStep {
  /** Share of the requests that the new side gets, 1 to 100. */
  readonly percent: number;
  /** 0: the next step, or the watch at the end, follows at once. */
  readonly seconds: number;
}

/** What is wrong with a text of steps. */
export interface StepMistake {
  readonly problem: string;
  readonly expected: string;
  readonly found: string;
}

export type ReadSteps =
  | { readonly steps: readonly ReleaseStep[]; readonly mistakes: readonly [] }
  | { readonly steps?: undefined; readonly mistakes: readonly StepMistake[] };

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
/** As many minutes as Amazon ECS waits between two steps of its own deployments (1440). */
const longestSeconds = 24 * 3600;
const example = "steps such as 10:5m,50:10m,100";

/**
 * Reads steps: `<percent>:<time>`, with a comma between two; the last is 100, whose time may be left out. Percentages are whole and
 * rise. A time is a whole number of s, m or h, at most 24 hours. All mistakes are reported at once, each about one thing.
 */
export function readSteps(text: string): ReadSteps {
  if (text.trim() === "") return { mistakes: [{ problem: "no steps", expected: example, found: "an empty text" }] };
  const read = text.split(",").map((part, index, { length }) => readStep(part.trim(), index === length - 1));
  const mistakes = read.flatMap((step) => step.mistakes);
  const percents = read.flatMap(({ percent }) => (percent === undefined ? [] : [percent]));
  for (const [index, percent] of percents.entries()) {
    const before = percents[index - 1] ?? 0;
    if (percent > before) continue;
    const expected = before < 100 ? `more than ${before}` : "nothing after 100";
    mistakes.push({ problem: "percentages must rise", expected, found: `${percent} after ${before}` });
  }
  const last = read.at(-1)?.percent;
  if (last !== undefined && last !== 100) {
    mistakes.push({ problem: "all requests are never moved", expected: "100 as the last step", found: `${last}` });
  }
  const [first, ...more] = mistakes;
  if (first) return { mistakes: [first, ...more] };
  return { steps: read.map(({ percent = 0, seconds = 0 }) => ({ percent, seconds })), mistakes: [] };
}

interface ReadStep extends Partial<ReleaseStep> {
  readonly mistakes: readonly StepMistake[];
}

function readStep(part: string, isLast: boolean): ReadStep {
  const [percentText = "", timeText, ...rest] = part.split(":").map((piece) => piece.trim());
  if (part === "" || rest.length > 0) {
    const problem = part === "" ? "a step is missing" : "not a step";
    return { mistakes: [{ problem, expected: `<percent>:<time>, ${example}`, found: part || "nothing" }] };
  }
  const mistakes: StepMistake[] = [];
  const percent = /^\d{1,3}$/.test(percentText) ? Number(percentText) : Number.NaN;
  const isPercent = percent >= 1 && percent <= 100;
  if (!isPercent) {
    mistakes.push({
      problem: "not a percentage",
      expected: "a whole number from 1 to 100",
      found: percentText || part,
    });
  }
  if (timeText === undefined && !isLast && percent !== 100) {
    const expected = `a time after it, such as ${percentText || 10}:5m`;
    mistakes.push({ problem: "a step before the last has no time", expected, found: part });
  }
  const seconds = timeText === undefined ? 0 : readSeconds(timeText);
  if (seconds === undefined) {
    const expected = "a whole number of seconds, minutes or hours such as 30s, 5m or 1h, at most 24h";
    mistakes.push({ problem: "not a time", expected, found: timeText || part });
  }
  return { mistakes, seconds, ...(isPercent && { percent }) };
}

function readSeconds(text: string): number | undefined {
  const [, digits = "", unit = ""] = /^(\d{1,5})([smh])$/.exec(text) ?? [];
  const seconds = Number(digits) * (secondsOf[unit] ?? 0);
  return seconds >= 1 && seconds <= longestSeconds ? seconds : undefined;
}

/** Steps as people write them: what `readSteps` reads. */
export function writeSteps(steps: readonly ReleaseStep[]): string {
  return steps
    .map(({ percent, seconds }) => (seconds > 0 ? `${percent}:${writeSeconds(seconds)}` : `${percent}`))
    .join();
}

function writeSeconds(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
