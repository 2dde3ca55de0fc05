import type { Alarm } from "./alarm";

/** What people know of a system's alarms: `systems/<system>/runbook.md`, which all of its stacks share. */
export interface Notes {
  /** Path of the file, whether or not it is there. */
  readonly file: string;
  /** What is before its first heading: it goes to the top of each page. */
  readonly before: readonly string[];
  /** What is below the headings that name an alarm. */
  of(alarm: Pick<Alarm, "anchor">): readonly string[];
  /** Its headings. */
  readonly headings: readonly string[];
}

/**
 * Reads notes. A heading `## error-rate` holds for every alarm whose name begins so (`error-rate-api`), `## error-rate-api` for that one.
 * @param text empty where there is no file
 */
export function notesOf(file: string, text: string): Notes {
  const [before = "", ...sections] = text.split(/^## /m);
  const parts = sections.map((section) => {
    const [heading = "", ...lines] = section.split("\n");
    return { heading: heading.trim(), text: lines.join("\n").trim() };
  });
  return {
    file,
    before: [before.replace(/^# .*$/m, "").trim()].filter(Boolean),
    of: ({ anchor }) => parts.filter(({ heading }) => isFor(heading, anchor)).map((part) => part.text),
    headings: parts.map(({ heading }) => heading),
  };
}

/** Whether a heading of notes means an alarm. */
export const isFor = (heading: string, anchor: string) => anchor === heading || anchor.startsWith(`${heading}-`);
