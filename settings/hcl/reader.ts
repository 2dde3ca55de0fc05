import type { Mistake } from "../mistake";
import { BrokenSyntax, Cursor } from "./cursor";
import { endOfExpression } from "./expression";
import type { Node, ObjectNode } from "./node";
import { Report } from "./report";
import { ValueReader } from "./value-reader";

/** What one tfvars file holds. */
export interface TfvarsFile {
  readonly root: ObjectNode;
  readonly mistakes: readonly Mistake[];
  /** Whether reading stopped at a mistake, so that keys after it are unknown. */
  readonly broken: boolean;
}

/**
 * Reads the literal subset of HCL that tfvars files hold. What it refuses becomes a mistake. After a wrong value
 * or a duplicate key it reads on; at broken syntax it stops.
 */
export function readTfvars(file: string, text: string): TfvarsFile {
  const report = new Report();
  const entries = new Map<string, Node>();
  let broken = false;
  try {
    readEntries(new Cursor(file, text), report, entries);
  } catch (error) {
    if (!(error instanceof BrokenSyntax)) throw error;
    report.mistakes.push(error.mistake);
    broken = true;
  }
  const place = { file, line: 1, column: 1, path: [] };
  return { root: { kind: "object", place, entries }, mistakes: report.mistakes, broken };
}

/** `name = value`, one per line. */
function readEntries(cursor: Cursor, report: Report, entries: Map<string, Node>): void {
  const values = new ValueReader(cursor, report);
  cursor.refuseControlCharacters();
  for (cursor.skipBlank(); cursor.character !== ""; cursor.skipBlank()) {
    const place = cursor.place([]);
    const name = cursor.takeName();
    if (name === undefined) throw cursor.broken("broken syntax", "a name, as in name = value");
    cursor.skipSpace();
    if (cursor.match(/["{]|[A-Za-z_]/y)) {
      report.add({ ...place, path: [name] }, "block", `${name} = { … }`, `${name} { … }`);
      cursor.advance(endOfExpression(cursor.text, cursor.position) - cursor.position);
    } else {
      if (cursor.character !== "=") throw cursor.broken("broken syntax", `= after ${name}`);
      cursor.advance(1);
      values.readEntry(entries, place, name);
    }
    if (!cursor.atLineEnd) {
      throw report.inPath([name], cursor.broken("broken syntax", "a new line after the value"));
    }
  }
}
