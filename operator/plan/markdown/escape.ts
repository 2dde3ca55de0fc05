import { oneLine, printable } from "../../process/terminal-text";

/** What means something inside a line of Markdown, of a table, or of what GitHub makes of a comment. */
const marks = /[^\p{L}\p{N}\s.,;=+-]/gu;
/** The most characters of one text within a line. */
const longest = 300;
/** What can be in a code span as it is, in a table too. */
const plain = /^[^\s`|\\](?:[^`|\\]*[^\s`|\\])?$/;

/**
 * A text from outside as code in a line or a cell of a table, on one line. Nothing in it is Markdown or HTML, and it mentions no one:
 * GitHub reads no names in code. A pipe, a backtick and a backslash mean something in a table even in a code span: such a text is written
 * with character references, which never are a mark (https://github.github.com/gfm/#entity-and-numeric-character-references).
 */
export function code(text: string): string {
  const line = clipped(shown(oneLine(text)));
  if (plain.test(line)) return `\`${line}\``;
  return `<code>${line.replace(marks, (mark) => `&#${mark.codePointAt(0)};`)}</code>`;
}

/** Lines from outside as a block of code. Its fence is longer than any row of backticks in it, so that none of its lines ends it. */
export function fenced(lines: readonly string[], language = ""): string {
  const text = lines.map((line) => shown(printable(line))).join("\n");
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A text from outside between our own words, on one line: nothing in it is Markdown or HTML, and it mentions no one. */
export const prose = (text: string): string =>
  shown(oneLine(text))
    .replace(/[\\`|<>*_~[\]#&]/g, "\\$&")
    .replaceAll("@", "@\u200b");

/** Rows below their head, such as `| resource | what |`. */
export const table = (head: string, rows: readonly string[]): string =>
  [head, head.replace(/[^|]+/g, "---"), ...rows].join("\n");

/** Closed until a reader opens it. */
export const details = (summary: string, content: string): string =>
  `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;

/** The size in bytes, as a service may count it: never fewer than its characters. */
export const sizeOf = (text: string): number => Buffer.byteLength(text);

function clipped(text: string): string {
  const characters = [...text];
  return characters.length > longest ? `${characters.slice(0, longest).join("")}…` : text;
}

/** Carriage returns would break a line, and what has no width could hide another text. */
function shown(text: string): string {
  const written = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return text.replace(/[\r\u00ad\u200b-\u200d\u2060\ufeff]/g, written);
}

/** The most of anything that is listed within a line. */
const most = 10;

/** The first of many, and how many more. */
export function firstOf(texts: readonly string[]): string[] {
  return texts.length > most ? [...texts.slice(0, most), `and ${texts.length - most} more`] : [...texts];
}

/** Texts from outside as a list within a line. */
export const listed = (texts: readonly string[]): string => firstOf(texts.map(code)).join(", ");

/** Ids of stacks, the first hundred of them. */
export const idsText = (ids: readonly string[]): string =>
  ids.length > 100 ? `${ids.slice(0, 100).join(", ")} and ${ids.length - 100} more` : ids.join(", ");
