/** Longest value that is shown whole, in characters. */
const longest = 100;
/** What is kept of a common beginning or end, so that the reader sees where the difference is. */
const context = 24;

/** Two values as a reader compares them: where they are long, what they have in common is cut, and never what differs. */
export function excerpt(before: string, after: string): [before: string, after: string] {
  if (before.length <= longest / 2 && after.length <= longest / 2) return [before, after];
  const start = commonLength(before, after);
  const end = Math.min(commonLength(reversed(before), reversed(after)), Math.min(before.length, after.length) - start);
  const cutStart = start > context ? wordStart(before, start - context / 2) : 0;
  const cutEnd = end > context ? end - context / 2 : 0;
  const cut = (text: string) =>
    shortened(`${cutStart > 0 ? "…" : ""}${text.slice(cutStart, text.length - cutEnd)}${cutEnd > 0 ? "…" : ""}`);
  return [cut(before), cut(after)];
}

/** The beginning of a value that is long even so: one that is new or gone as a whole. */
function shortened(text: string): string {
  const more = text.length - longest;
  return more > 20 ? `${text.slice(0, longest)}… (${more} more characters: --verbose)` : text;
}

/** The end of a path, a name or a tag begins after one of these. */
function wordStart(text: string, from: number): number {
  const found = text.slice(from).search(/[/:.,\s]/);
  return found >= 0 && found < context / 2 ? from + found : from;
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

function reversed(text: string): string {
  return [...text].reverse().join("");
}
