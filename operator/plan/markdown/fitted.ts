import { sizeOf } from "./escape";

/** The most bytes of a document. GitHub refuses a comment or an issue of more than 65,536 characters; a workflow may add some of its own. */
export const mostBytes = 60 * 1024;

/** A part of a document that is there as a whole or not at all. */
export interface Part {
  /** Parts with a low rank are the last to be left out. */
  readonly rank: number;
  readonly text: string;
}

/** A document of which parts can be left out. */
export interface Fitting<S extends { readonly parts: readonly Part[] }> {
  /** The most dangerous first. */
  readonly sections: readonly S[];
  /** The document of some sections, with those of their parts that `has` says. */
  readonly render: (sections: readonly S[], has: (part: Part) => boolean) => string;
}

/**
 * The document with as many of its parts as fit into `most` bytes, by rank. Where not even the sections fit without any part, the last of
 * them are left out. `render` says what is left out.
 */
export function fitted<S extends { readonly parts: readonly Part[] }>(
  { sections, render }: Fitting<S>,
  most: number,
): string {
  const whole = render(sections, () => true);
  if (sizeOf(whole) <= most) return whole;
  // The last tenth is for parts: sections alone say little.
  const isShort = (count: number) => sizeOf(render(sections.slice(0, count), () => false)) <= most * 0.9;
  let [count, tooMany] = [1, sections.length + 1];
  while (tooMany - count > 1) {
    const middle = Math.floor((count + tooMany) / 2);
    if (isShort(middle)) count = middle;
    else tooMany = middle;
  }
  const shown = sections.slice(0, count);
  const parts = shown.flatMap((section) => section.parts).sort((a, b) => a.rank - b.rank);
  // What a section says of its parts takes room as well, and is known only once they are chosen.
  for (let room = most; ; ) {
    const chosen = new Set<Part>();
    let used = sizeOf(render(shown, () => false));
    for (const part of parts) {
      const size = sizeOf(part.text) + 1;
      if (used + size > room) continue;
      used += size;
      chosen.add(part);
    }
    const text = render(shown, (part) => chosen.has(part));
    const over = sizeOf(text) - most;
    if (over <= 0 || chosen.size === 0) return text;
    room -= Math.max(over, most / 200);
  }
}
