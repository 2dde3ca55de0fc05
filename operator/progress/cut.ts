/** What takes two columns of a terminal: scripts of East Asia in full width, and pictures. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** What takes none: accents and joiners that belong to the character before. */
const narrow = /[\p{Mn}\p{Me}\p{Cf}]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a control character would move the cursor
const control = /[\u0000-\u001f\u007f-\u009f]/g;

/** How many columns of a terminal a text takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += narrow.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

/** A text as one line of at most `width` columns; `…` stands for what is left out at the end. */
export function cutEnd(text: string, width: number): string {
  const line = text.replace(control, " ");
  return displayWidth(line) <= width ? line : `${beginning(line, width - 1)}…`;
}

/** The same with the middle left out: the end of an address is its name. */
export function cutMiddle(text: string, width: number): string {
  const line = text.replace(control, " ");
  if (displayWidth(line) <= width) return line;
  const half = Math.floor((width - 1) / 2);
  const reversed = [...line].reverse().join("");
  return `${beginning(line, width - 1 - half)}…${[...beginning(reversed, half)].reverse().join("")}`;
}

/**
 * A line as lines of at most `width` columns, broken between words; each but the first is indented. A word that is longer, such as an
 * address that is copied, stays whole.
 */
export function wrapWords(line: string, width: number, indent: number): string {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(/(?<=\S)(?= )/)) {
    const fitsAlone = indent + displayWidth(word.trimStart()) <= width;
    if (current.trim() && displayWidth(current + word) > width && fitsAlone) {
      lines.push(current);
      current = " ".repeat(indent) + word.trimStart();
    } else current += word;
  }
  return [...lines, current].join("\n");
}

function beginning(text: string, width: number): string {
  let kept = "";
  let left = width;
  for (const character of text) {
    left -= displayWidth(character);
    if (left < 0) break;
    kept += character;
  }
  return kept;
}
