import { valueText } from "../operations/command-output";
import type { StackResult } from "../operations/run";
import { duration } from "../process/duration";
import type { Evidence } from "./prove";

/** The results and the checks of each stack, as a table for a terminal. */
export function summary(results: readonly StackResult[], evidence: readonly Evidence[]): string {
  return results
    .map(({ id, status, resources, seconds, outputs }) => {
      const proven = evidence.filter(({ stack }) => stack === id).map(({ what, seen }): Row => [what, seen]);
      const values = Object.entries(outputs).map(([name, value]): Row => [name, valueText(value)]);
      return [
        `${id}: ${status}, ${resources} resources, ${duration(seconds)}`,
        "  seen",
        ...table(proven),
        "  outputs",
        ...table(values),
        "",
      ].join("\n");
    })
    .join("\n");
}

type Row = readonly [name: string, value: string];

function table(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `    ${name.padEnd(width)}  ${value}`);
}
