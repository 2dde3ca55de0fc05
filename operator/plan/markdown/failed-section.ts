import { fenced, sizeOf } from "./escape";
import type { StackSection } from "./stack-section";

/** The most bytes of an error that is shown. */
const longestError = 2000;

/** What a document says of a stack that could not be planned. */
export function failedSection(id: string, error: string): StackSection {
  return {
    id,
    heading: `### ${id}: could not be planned`,
    overview: "**could not be planned**",
    parts: [{ kind: "alarm", rank: 1, text: fenced(errorLines(error)) }],
  };
}

/** The lines of an error, cut at the end of one where it is long. */
export function errorLines(error: string): string[] {
  const lines = error.trim().split(/\r?\n/);
  const shown: string[] = [];
  let used = 0;
  for (const line of lines) {
    used += sizeOf(line) + 1;
    if (used > longestError) break;
    shown.push(line);
  }
  if (shown.length === lines.length) return lines;
  const cut = shown.length > 0 ? shown : [`${[...(lines[0] ?? "")].slice(0, longestError / 4).join("")}…`];
  return [...cut, "… (the log of the command has all of it)"];
}
