import type { Summary } from "../../../operator/release/log/entries";
import type { Running } from "../support/project-copy";

/** How a command on a release ended. */
export interface Outcome {
  readonly code: number | null;
  /** What it said, line by line, and its errors at the end. */
  readonly said: string;
  /** What it printed as its result. */
  readonly result: Partial<Summary>;
}

interface Line {
  readonly type: string;
  readonly text?: string;
}

/** Waits for the end of a command with `--json`. */
export async function outcomeOf({ ended }: Running): Promise<Outcome> {
  const { code, out, err } = await ended;
  const lines = out
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
  const notes = lines.flatMap(({ type, text }) => (type === "note" && text ? [text] : []));
  const result = lines.find(({ type }) => type === "result") as Partial<Summary> | undefined;
  return { code, said: [...notes, err].join("\n"), result: result ?? {} };
}
