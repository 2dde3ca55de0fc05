import type { Figures, ProbeAnswer } from "./figures";
import { countedMs, isError, nearestRank } from "./probe";
import { isCount, withoutProbes } from "./users";

/** The figures of a canary's check (document 003: Flagger's `analysis`). */
export const canaryLimits = {
  /** Failed checks of one release, in a row or not, that end it. Flagger counts so too: its counter is never reset. */
  mostFailedChecks: 5,
  leastSuccessPercent: 99,
  /** 95th percentile of the response time. */
  mostMs: 500,
  mostCpuPercent: 90,
} as const;

export interface CanaryCheck {
  readonly passed: boolean;
  readonly reasons: readonly string[];
}

/** One check, at the end of a step, of all requests to the new side, our probes among them. A figure that is not there is said and not judged. */
export function checkCanary(figures: Figures | undefined, probes: readonly ProbeAnswer[]): CanaryCheck {
  const side = figures && isCount(figures.newSide) ? figures.newSide : undefined;
  const users = side ? withoutProbes(side, probes) : { requests: 0, errors: 0 };
  const requests = users.requests + probes.length;
  const errors = users.errors + probes.filter(isError).length;
  const success = requests > 0 ? (100 * (requests - errors)) / requests : undefined;
  const p95 = finite(side?.p95) ?? nearestRank(probes.map(countedMs), 95);
  const cpu = finite(side?.cpuPercent);
  const results = [
    figure(
      "success",
      success,
      "%",
      `at least ${canaryLimits.leastSuccessPercent} %`,
      (it) => it >= canaryLimits.leastSuccessPercent,
    ),
    figure("p95", p95, "ms", `at most ${canaryLimits.mostMs} ms`, (it) => it <= canaryLimits.mostMs),
    figure("CPU", cpu, "%", `at most ${canaryLimits.mostCpuPercent} %`, (it) => it <= canaryLimits.mostCpuPercent),
  ];
  return { passed: results.every(({ passed }) => passed), reasons: results.map(({ reason }) => reason) };
}

const finite = (value: number | undefined) => (Number.isFinite(value) ? value : undefined);

function figure(name: string, value: number | undefined, unit: string, limit: string, isGood: (it: number) => boolean) {
  if (value === undefined) return { passed: true, reason: `canary: ${name} not measured` };
  const text = `canary: ${name} ${Number(value.toFixed(2))} ${unit}`;
  return isGood(value) ? { passed: true, reason: text } : { passed: false, reason: `${text}, expected ${limit}` };
}
