import type { Figures, ProbeAnswer, SideFigures } from "./figures";
import { isError, isTimeout } from "./probe";

/** What users' requests may show (document 004: roll back at an error rate above 10 %, or a performance 50 % worse). */
export const userLimits = {
  /** Share of the requests of a step that may fail. */
  mostErrorPercent: 10,
  /** How many times the live side's p95 the new side's may be… */
  slowerFactor: 1.5,
  /** …where it is also more than this many milliseconds worse: half of a few milliseconds is nothing. */
  slowerMs: 50,
} as const;

export interface UserJudgement {
  readonly is: "fine" | "failed" | "silent";
  readonly reasons: readonly string[];
}

/** Requests of a side and how many of them failed. */
export type RequestCount = Pick<SideFigures, "requests" | "errors">;

/**
 * Judges what users met on the new side in a whole step. Fewer of their requests than `minRequests` say nothing, nor does a p95 of a
 * live side with fewer: then it is not compared, and the reasons say so. The p95 of the new side includes the probes.
 *
 * @param figures the window of the step; undefined or no numbers if they could not be read
 * @param probes the probes of the new side in that window
 */
export function judgeUsers(
  figures: Figures | undefined,
  probes: readonly ProbeAnswer[],
  { minRequests }: { readonly minRequests: number },
): UserJudgement {
  if (!figures || !isCount(figures.newSide)) return { is: "silent", reasons: ["users: no figures could be read"] };
  const users = withoutProbes(figures.newSide, probes);
  if (users.requests < minRequests) {
    return { is: "silent", reasons: [`users: ${users.requests} requests, at least ${minRequests} are needed`] };
  }
  const errors = `users: ${users.errors} of ${users.requests} requests failed`;
  const hasErrors = users.errors * 100 > userLimits.mostErrorPercent * users.requests;
  const time = compareTimes(figures, minRequests);
  return {
    is: hasErrors || time.isSlow ? "failed" : "fine",
    reasons: [hasErrors ? `${errors}, more than ${userLimits.mostErrorPercent} %` : errors, time.reason],
  };
}

/**
 * The requests of a side that are not ours. A probe counts there if it reached the side, and as an error there only with a status of
 * 500 or more: a load balancer counts neither 4xx nor a client that gave up among the errors of its targets.
 */
export function withoutProbes({ requests, errors }: RequestCount, probes: readonly ProbeAnswer[]): RequestCount {
  const arrived = probes.filter((probe) => probe.status !== undefined || isTimeout(probe));
  const failed = arrived.filter((probe) => isError(probe) && (probe.status ?? 0) >= 500);
  const users = Math.max(0, requests - arrived.length);
  return { requests: users, errors: Math.min(users, Math.max(0, errors - failed.length)) };
}

/** Whether a metric gave numbers: some answer NaN where nothing was measured. */
export function isCount({ requests, errors }: RequestCount): boolean {
  return Number.isFinite(requests) && Number.isFinite(errors) && requests >= 0 && errors >= 0;
}

function compareTimes({ newSide, liveSide }: Figures, minRequests: number): { isSlow: boolean; reason: string } {
  const [ours, live] = [newSide.p95, liveSide.p95].map((value) => (Number.isFinite(value) ? value : undefined));
  if (ours === undefined) return { isSlow: false, reason: "users: p95 not compared, the new side has none" };
  const text = `users: p95 ${Math.round(ours)} ms`;
  if (live === undefined || !(liveSide.requests >= minRequests)) {
    const requests = Number.isFinite(liveSide.requests) ? liveSide.requests : 0;
    return { isSlow: false, reason: `${text}, not compared: the live side had ${requests} requests` };
  }
  const compared = `${text}, on the live side ${Math.round(live)} ms`;
  const isSlow = ours > userLimits.slowerFactor * live && ours - live > userLimits.slowerMs;
  return { isSlow, reason: isSlow ? `${compared}: more than 50 % and ${userLimits.slowerMs} ms worse` : compared };
}
