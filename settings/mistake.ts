import { showInvisible } from "./hcl/invisible";
import { type Segment, showPath } from "./path";

/** One mistake in the settings, as a value: a user sees file and line, never a stack trace. */
export interface Mistake {
  /** Relative to the project root where the file lies in it. */
  readonly file: string;
  /** From 1. A mistake about the file itself (it is missing, for instance) is in line 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column?: number;
  /** The key as it is written in the file, e.g. `aws.database.size`. */
  readonly path?: string;
  readonly problem: string;
  readonly expected: string;
  readonly found: string;
}

/** `file:line: path: what is wrong, expected X, found Y` */
export function formatMistake({ file, line, path, problem, expected, found }: Mistake): string {
  return showInvisible(`${file}:${line}: ${path ? `${path}: ` : ""}${problem}, expected ${expected}, found ${found}`);
}

/** Every mistake of one stack's settings. The message is one line per mistake, in the order of file and line. */
export class SettingsError extends Error {
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    const sorted = [...mistakes].sort(
      (a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.path ?? "", b.path ?? ""),
    );
    super(sorted.map(formatMistake).join("\n"));
    this.name = "SettingsError";
    this.mistakes = sorted;
  }
}

/** Joins a place and what is wrong there. */
export function mistakeAt(
  place: { file: string; line: number; path: readonly Segment[] },
  what: Pick<Mistake, "problem" | "expected" | "found">,
): Mistake {
  return { file: place.file, line: place.line, path: showPath(place.path), ...what };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
