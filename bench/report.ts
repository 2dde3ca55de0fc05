import type { Summary } from "./statistics";

/** One part of the benchmark. */
export interface Section {
  readonly title: string;
  readonly measured: readonly Measured[];
  readonly checks: readonly Check[];
}

export interface Measured {
  readonly name: string;
  readonly unit: string;
  readonly summary: Summary;
}

/** A figure and its target. */
export interface Check {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: { readonly atLeast: number } | { readonly atMost: number };
}

export function passes({ value, target }: Check): boolean {
  return "atLeast" in target ? value >= target.atLeast : value <= target.atMost;
}

/** The report as text: medians with their range, then each target with `pass` or `FAIL`. */
export function sectionText({ title, measured, checks }: Section): string {
  const rows = measured.map(({ name, unit, summary: { median, min, max } }) => [
    "    ",
    name,
    `${rounded(median)} ${unit}`,
    `(${rounded(min)}–${rounded(max)})`,
  ]);
  const verdicts = checks.map((check) => [
    passes(check) ? "pass" : "FAIL",
    check.name,
    `${rounded(check.value)} ${check.unit}`,
    "atLeast" in check.target ? `(at least ${check.target.atLeast})` : `(at most ${check.target.atMost})`,
  ]);
  return [title, ...columns([...rows, ...verdicts])].join("\n");
}

/** Three significant digits, but never fewer than before the decimal point. */
function rounded(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
}
