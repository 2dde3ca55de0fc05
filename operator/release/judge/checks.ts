import type { ProbeAnswer } from "./figures";
import { countedMs, errorText, hasTooManyErrors, isError, isTimeout, nearestRank, probing } from "./probe";

/** The five checks before and after a release (document 003), by their keys in the setting `release.checks`. */
export const checkNames = {
  application: "application",
  database: "database",
  external_dependencies: "external dependencies",
  ai_model: "AI model",
  performance: "performance",
} as const;

export type CheckName = keyof typeof checkNames;

/** The answers of one path. */
export interface CheckedPath {
  readonly path: string;
  readonly answers: readonly ProbeAnswer[];
}

export interface CheckResult {
  readonly check: CheckName;
  readonly is: "passed" | "failed" | "not checked";
  readonly reasons: readonly string[];
}

/**
 * Judges all five checks. Each path must answer without an error; that of `performance`, of which a sample of ten is taken, with at
 * most 5 % of errors and a p95 of at most 1000 ms. A check without a path is `not checked`, one whose path has no answer failed.
 */
export function judgeChecks(paths: Readonly<Partial<Record<CheckName, readonly CheckedPath[]>>>): CheckResult[] {
  return (Object.keys(checkNames) as CheckName[]).map((check) => {
    const ofCheck = paths[check] ?? [];
    if (ofCheck.length === 0) return { check, is: "not checked", reasons: [`${checkNames[check]}: not checked`] };
    const judged = ofCheck.map((path) => (check === "performance" ? judgeTimes(path) : judgePath(path)));
    return {
      check,
      is: judged.every(({ passed }) => passed) ? "passed" : "failed",
      reasons: judged.map(({ reason }) => `${checkNames[check]}: ${reason}`),
    };
  });
}

function judgePath({ path, answers }: CheckedPath) {
  const wrong = answers.find(isError);
  if (wrong) return { passed: false, reason: `${path} ${answerText(wrong)}` };
  return answers.length > 0
    ? { passed: true, reason: `${path} answered ${answers.at(-1)?.status ?? "without a status"}` }
    : { passed: false, reason: `${path} has no answer` };
}

function judgeTimes({ path, answers }: CheckedPath) {
  const p95 = nearestRank(answers.map(countedMs), 95);
  if (p95 === undefined) return { passed: false, reason: `${path} has no answer` };
  const passed = !hasTooManyErrors(answers) && p95 <= probing.slowMs;
  const limits = `expected at most ${probing.mostErrorPercent} % and ${probing.slowMs} ms`;
  const seen = `${path} ${errorText(answers)}, p95 ${p95} ms`;
  return { passed, reason: passed ? seen : `${seen}, ${limits}` };
}

function answerText(answer: ProbeAnswer): string {
  const { status } = answer;
  if (isTimeout(answer)) return `did not answer in ${probing.timeoutMs / 1000} s`;
  return status === undefined ? "did not answer" : `answered ${status}`;
}
