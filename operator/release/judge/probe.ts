import type { ProbeAnswer } from "./figures";

/** How the new side is probed and what its answers may be (document 003: the deployment health validation). */
export const probing = {
  /** Requests of a sample. */
  requests: 10,
  /** Seconds from one sample to the next. */
  everySeconds: 30,
  /** Milliseconds after which a request is given up. It counts as long as that, and as an error. */
  timeoutMs: 5000,
  /** Share of a sample that may fail. */
  mostErrorPercent: 5,
  /** 95th percentile of a sample above which it is an issue. */
  slowMs: 1000,
  /** Issues of a step that still let it pass, as degraded. */
  mostIssues: 2,
} as const;

/** What a sample says: `confirm` asks for a second one at once, because one error of ten proves nothing. */
export interface ProbeJudgement {
  readonly is: "fine" | "confirm" | "failed";
  /** What is wrong with the response time. @default - nothing */
  readonly issue?: string;
  readonly reasons: readonly string[];
}

/**
 * Judges a sample of probes. By the letter of document 003 (more than 5 % of errors) a build with 0.1 % errors would fail in 59 % of
 * releases: so errors fail the release only if a second sample, taken at once, has too many too. The second is for errors alone: one
 * moment is at most one issue.
 */
export function judgeProbes(first: readonly ProbeAnswer[], second?: readonly ProbeAnswer[]): ProbeJudgement {
  const p95 = nearestRank(first.map(countedMs), 95);
  if (p95 === undefined) return { is: "fine", reasons: ["probes: no request was sent"] };
  const issue = p95 > probing.slowMs ? `p95 of the probes is ${p95} ms, more than ${probing.slowMs} ms` : undefined;
  const seen = `probes: ${errorText(first)}, p95 ${p95} ms`;
  if (!hasTooManyErrors(first)) return { is: "fine", issue, reasons: [issue ? `${seen}: an issue` : seen] };
  if (!second?.length) return { is: "confirm", issue, reasons: [`${seen}: a second sample must confirm it`] };
  if (!hasTooManyErrors(second)) {
    return { is: "fine", issue, reasons: [`${seen}: not confirmed, in the second sample ${errorText(second)}`] };
  }
  const limit = `more than ${probing.mostErrorPercent} % in two samples`;
  return { is: "failed", issue, reasons: [`${seen}, and in the second sample ${errorText(second)}: ${limit}`] };
}

/** Whether an answer counts as an error. A time that is no number counts as a timeout: it never passes as fast. */
export const isError = (answer: ProbeAnswer): boolean => answer.failed || isTimeout(answer);

/** Milliseconds that an answer counts. */
export const countedMs = (answer: ProbeAnswer): number =>
  isTimeout(answer) ? probing.timeoutMs : Math.round(answer.ms);

/** Whether an answer came too late, or never. */
export function isTimeout({ timedOut, ms }: ProbeAnswer): boolean {
  return timedOut === true || !(ms < probing.timeoutMs);
}

/** The value at a percentile by the nearest rank: of ten values the 95th percentile is the largest. Undefined of none. */
export function nearestRank(values: readonly number[], percentile: number): number | undefined {
  const rank = Math.max(1, Math.ceil((percentile / 100) * values.length));
  if (rank === values.length) return Math.max(...values);
  return [...values].sort((a, b) => a - b)[rank - 1];
}

export function hasTooManyErrors(answers: readonly ProbeAnswer[]): boolean {
  return answers.filter(isError).length * 100 > probing.mostErrorPercent * answers.length;
}

export function errorText(answers: readonly ProbeAnswer[]): string {
  return `${answers.filter(isError).length} of ${answers.length} failed`;
}
