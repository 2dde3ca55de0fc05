import type { Result, Rule } from "./sarif-types";

/** From the gravest. */
export const severities = ["critical", "high", "medium", "low"] as const;

export type Severity = (typeof severities)[number];

/** Scanners that look for secrets only and rate nothing: what they find is open to all who read the code. */
const secretScanners = /gitleaks|trufflehog|detect-secrets/i;

/**
 * How grave a finding is:
 *
 * 1. `security-severity` of the finding or its rule, as GitHub reads it (docs.github.com, "SARIF support for code scanning": above 9.0
 *    critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low; 9.0 itself counts as critical, as CVSS 3.1 rates it). Trivy, Grype,
 *    osv-scanner and CodeQL give it.
 * 2. A secret that Gitleaks found is critical: it rates nothing.
 * 3. `level`, its own or its rule's, else warning (SARIF 2.1.0, 3.27.10; Bandit leaves warnings out): error is high, warning medium,
 *    note low. Semgrep and Bandit give it, and no score.
 *
 * Nothing where a finding says that there is nothing to see (level `none`, a kind other than `fail`), or has a level of its own making.
 */
export function severityOf(result: Result, rule: Rule | undefined, scanner: string): Severity | undefined {
  if (result.level === "none" || (result.kind ?? "fail") !== "fail") return undefined;
  const score = number(result.properties?.["security-severity"]) ?? number(rule?.properties?.["security-severity"]);
  if (score !== undefined) return ofScore(score);
  if (secretScanners.test(scanner)) return "critical";
  const level = result.level ?? rule?.defaultConfiguration?.level ?? "warning";
  return { error: "high", warning: "medium", note: "low" }[level] as Severity | undefined;
}

function ofScore(score: number): Severity | undefined {
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return score > 0 ? "low" : undefined;
}

function number(value: unknown): number | undefined {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : undefined;
}
