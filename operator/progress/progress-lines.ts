import { duration } from "../process/duration";
import { printable } from "../process/terminal-text";
import { type Diagnostic, diagnosticText } from "./diagnostic";
import type { Progress, ProgressEvent } from "./progress";

/** The past tense of each action. */
export const past: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "destroyed",
  read: "read",
};

/** Prints one plain line for each event: for logs. */
export class LineProgress implements Progress {
  private readonly begun = Date.now();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly write: (line: string) => void) {}

  report(event: ProgressEvent): void {
    const text = eventText(event);
    if (text) this.write(`${duration((Date.now() - this.begun) / 1000).padStart(6)} ${event.stack}: ${text}`);
  }

  quietly<T>(show: () => Promise<T>): Promise<T> {
    const result = this.turn.then(show);
    this.turn = result.catch(() => undefined);
    return result;
  }

  close(): void {}
}

/** Why something failed, in one line: the whole error comes with the results. */
function reasonText(diagnostic: Diagnostic): string {
  return diagnosticText(diagnostic).replace(/\s+/g, " ");
}

/** The text of an event, without the stack's name and without anything that a terminal would obey. */
export function eventText(event: ProgressEvent): string {
  return printable(rawText(event));
}

function rawText(event: ProgressEvent): string {
  switch (event.type) {
    case "step":
      return event.total === undefined ? event.step : `${event.step} of ${event.total} resources`;
    case "resource_start":
      return `${event.address}: ${event.action} …`;
    case "resource_done":
      return `${event.address}: ${past[event.action] ?? event.action} after ${duration(event.seconds)}`;
    case "resource_failed":
      return `${event.address}: ${event.action} FAILED after ${duration(event.seconds)}`;
    case "read_start":
    case "read_done":
      return ""; // Only a live display shows them.
    case "diagnostic":
      return event.diagnostic.severity === "error" ? reasonText(event.diagnostic) : diagnosticText(event.diagnostic);
    case "note":
      return event.text;
    case "end":
      return `${event.status} after ${duration(event.seconds)}`;
  }
}
