import { outputTexts } from "../operations/outputs-text";
import type { StackResult } from "../operations/run";
import { duration } from "../process/duration";
import { wrapWords } from "../progress/cut";
import type { Evidence } from "./prove";

/**
 * The results and the checks of each stack, as a table for a terminal.
 * @param columns the width of the terminal: longer lines are broken between words @default - no line is broken
 */
export function summary(results: readonly StackResult[], evidence: readonly Evidence[], columns = Infinity): string {
  return results
    .map(({ id, status, resources, seconds, outputs }) => {
      const proven = evidence.filter(({ stack }) => stack === id).map(({ what, seen }): Row => [what, seen]);
      return [
        `${id}: ${status}, ${resources} resources, ${duration(seconds)}`,
        "  seen",
        ...table(proven, columns),
        "  outputs",
        ...table(outputTexts(outputs), columns),
        "",
      ].join("\n");
    })
    .join("\n");
}

type Row = readonly [name: string, value: string];

function table(rows: readonly Row[], columns: number): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => wrapWords(`    ${name.padEnd(width)}  ${value}`, columns - 1, 4 + width + 2));
}
