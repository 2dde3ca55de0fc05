import type { Mistake } from "../mistake";
import { looksSecret, type Segment, showPath } from "../path";
import { holdsSecret } from "../secret-values";
import { BrokenSyntax } from "./cursor";
import { hidden, shorten } from "./literal";
import type { Place } from "./node";
import type { Refuse } from "./text";

/** Collects the mistakes of one file, and keeps what may be a secret out of them. */
export class Report {
  readonly mistakes: Mistake[] = [];

  add({ file, line, column, path }: Place, problem: string, expected: string, found: string): void {
    this.mistakes.push({ file, line, column, path: showPath(path), problem, expected, found });
  }

  /** Takes mistakes about the value at a place. */
  refuseAt(place: Place): Refuse {
    return (problem, expected, found) =>
      this.add(place, problem, expected, looksSecret(place.path) || holdsSecret(found) ? hidden : shorten(found));
  }

  /** Broken syntax with the path of the innermost value it is in. */
  inPath(path: readonly Segment[], error: unknown): unknown {
    if (!(error instanceof BrokenSyntax) || error.mistake.path) return error;
    const isSecret = looksSecret(path) || holdsSecret(error.mistake.found);
    const found = isSecret ? hidden : error.mistake.found;
    return new BrokenSyntax({ ...error.mistake, path: showPath(path), found });
  }
}
