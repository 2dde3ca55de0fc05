import { readFileSync } from "node:fs";
import { parseJson, whyUnread } from "../process/json";

/** Percent of the lines that tests must run before anything goes on (documents 002 to 004). */
export const leastCoverage = 80;

/** What was looked at before a promotion. */
export interface Seen {
  readonly passed: boolean;
  readonly seen: string;
}

/**
 * Reads `coverage-summary.json` of Jest and Istanbul (`total.lines.pct`), or the JSON report of coverage.py (`totals.percent_covered`).
 * What cannot be read never passes.
 */
export function coverageSeen(file: string | undefined): Seen {
  const refused = (seen: string) => ({ passed: false, seen: `coverage: ${seen}` });
  if (file === undefined) return refused("expected --coverage <file>, found none");
  let report: {
    readonly total?: { lines?: { pct?: unknown } };
    readonly totals?: { percent_covered?: unknown };
  } | null;
  try {
    report = parseJson(readFileSync(file, "utf8")) as typeof report;
  } catch (error) {
    return refused(`${file}: expected a report in JSON, found ${whyUnread(error)}`);
  }
  const percent = report?.total?.lines?.pct ?? report?.totals?.percent_covered;
  if (typeof percent !== "number" || !(percent >= 0 && percent <= 100))
    return refused(
      `${file}: expected total.lines.pct or totals.percent_covered, a number, found ${JSON.stringify(percent) ?? "neither"}`,
    );
  const text = `${Math.floor(percent * 100) / 100} % of the lines`;
  return percent >= leastCoverage
    ? { passed: true, seen: `coverage: ${text}` }
    : refused(`${text}, expected at least ${leastCoverage} %`);
}
