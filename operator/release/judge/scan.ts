import { readSarif } from "../../scans/sarif";
import { type ScanSum, scanLimits, sumScans, verdictOf } from "../../scans/sum";

/** What a scan of the build found: one line for each level that has findings. */
export interface ScanResult {
  readonly passed: boolean;
  readonly critical: number;
  readonly high: number;
  readonly seen: readonly string[];
}

/** A sum of scans, as far as it is judged. */
export type Summed = Pick<ScanSum, "counts" | "unrated">;

/**
 * Judges a SARIF report, as {@link judgeSum}. A finding that the report suppresses does not count. One that says of itself that there is
 * nothing to see is said, and not counted.
 *
 * @throws Error if the text is no SARIF, or the scanner did not end: a scan that cannot be read never passes
 */
export const judgeScan = (text: string): ScanResult => judgeSum(sumScans(readSarif(text)));

/** Judges a sum by its counts, with the figures of `npm run scans`: critical > 0 or high > 5 fails, high > 0 warns. */
export function judgeSum({ counts, unrated }: Summed): ScanResult {
  const { critical, high } = counts;
  const verdict = verdictOf(counts);
  const passed = verdict !== "failed";
  const findings = Object.values(counts).reduce((one, other) => one + other, unrated);
  const limits = `at most ${scanLimits.critical} critical and ${scanLimits.high} high`;
  const counted = `scan: ${critical} critical, ${high} high of ${findings} findings`;
  return {
    passed,
    critical,
    high,
    seen: [
      passed ? `${counted}${verdict === "warning" ? ": a warning" : ""}` : `${counted}, expected ${limits}`,
      ...(unrated > 0 ? [`scan: ${unrated} findings say that there is nothing to see, and are not counted`] : []),
    ],
  };
}
