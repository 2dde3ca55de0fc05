import type { Finding, ScannerRun } from "./sarif";
import { type Severity, severities } from "./severity";

/** More critical or high findings than this fail (document 003: critical > 0 or high > 5 fails, high > 0 warns). */
export const scanLimits = { critical: 0, high: 5 } as const;

export type Counts = Readonly<Record<Severity, number>>;

export type Verdict = "passed" | "warning" | "failed";

/** A finding, with every scanner that has it. */
export interface SummedFinding extends Finding {
  readonly severity: Severity;
  readonly scanners: readonly string[];
}

export interface ScanSum {
  readonly verdict: Verdict;
  /** How many findings of each severity, each counted once. */
  readonly counts: Counts;
  /** The gravest first. */
  readonly findings: readonly SummedFinding[];
  readonly suppressed: number;
  /** Findings that say of themselves that there is nothing to see: said, and not counted. */
  readonly unrated: number;
  readonly scanners: readonly {
    readonly scanner: string;
    readonly version?: string;
    readonly counts: Counts;
  }[];
}

/**
 * Adds up what several scanners found. The same vulnerability of the same package counts once, with the gravest rating that it was given;
 * so does the same rule of one scanner in the same place. Where a scanner names no package, its finding counts for itself: rather twice
 * than not at all.
 */
export function sumScans(runs: readonly ScannerRun[]): ScanSum {
  const found = new Map<string, SummedFinding>();
  let [suppressed, unrated] = [0, 0];
  const scanners = runs.map(({ scanner, version, findings }) => {
    const counts = none();
    for (const finding of findings) {
      if (finding.suppressed) suppressed++;
      else if (finding.severity === undefined) unrated++;
      else {
        counts[finding.severity]++;
        add(found, { ...finding, severity: finding.severity, scanners: [scanner] });
      }
    }
    return { scanner, ...(version && { version }), counts };
  });
  const findings = [...found.values()].sort(
    (one, other) => rank(one.severity) - rank(other.severity) || one.id.localeCompare(other.id, "en"),
  );
  const counts = none();
  for (const { severity } of findings) counts[severity]++;
  return { verdict: verdictOf(counts), counts, findings, suppressed, unrated, scanners };
}

/** What the counts mean, by {@link scanLimits}. */
export function verdictOf({ critical, high }: Pick<Counts, "critical" | "high">): Verdict {
  if (critical > scanLimits.critical || high > scanLimits.high) return "failed";
  return high > 0 ? "warning" : "passed";
}

function add(found: Map<string, SummedFinding>, finding: SummedFinding): void {
  const key = keyOf(finding);
  const known = found.get(key);
  if (!known) {
    found.set(key, finding);
    return;
  }
  const graver = rank(finding.severity) < rank(known.severity) ? finding : known;
  found.set(key, { ...graver, scanners: [...new Set([...known.scanners, ...finding.scanners])] });
}

function keyOf({ id, package: name, place, text, scanners }: SummedFinding): string {
  if (/^(CVE|GHSA)-/i.test(id) && name) return JSON.stringify([id.toUpperCase(), name]);
  return JSON.stringify([scanners, id, place ?? text]);
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

function none(): Record<Severity, number> {
  return { critical: 0, high: 0, medium: 0, low: 0 };
}
