import type { ReleasedValue } from "../plan/late-bound";
import { printable } from "../process/terminal-text";

/**
 * The outputs of a stack for people, name and text. `release` is one line: what was released is marked, the rest is as the settings have it.
 * `release_target` is for our own commands; `--json` has it.
 */
export function outputTexts(outputs: Readonly<Record<string, unknown>>): [name: string, text: string][] {
  return Object.entries(outputs)
    .filter(([name]) => name !== "release_target")
    .map(([name, value]) => [name, name === "release" ? releaseText(value) : valueText(value)]);
}

/** A string as it is, other values as JSON. */
function valueText(value: unknown): string {
  return printable(typeof value === "string" ? value : JSON.stringify(value));
}

function releaseText(release: unknown): string {
  const values = Object.entries(Object(release) as Record<string, ReleasedValue>);
  const texts = values.map(
    ([name, { value, from }]) => `${name} ${JSON.stringify(value)}${from === "release" ? " (released)" : ""}`,
  );
  return printable(texts.join(", "));
}
