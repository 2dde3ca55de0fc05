/** Sequences that a terminal obeys: colours, moves of the cursor, titles, links, and a lone start of one. */
const sequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that are removed
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]/g;
/** The colours that this program itself prints. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
const ownColour = /^\u001b\[(?:0|1|2|22|3[1-6]|39)m$/;
/** Control characters but line feed and tab, and those that change the order in which a line is read. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that are removed
const controls = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what is left of a sequence, but not the start of our own colours
const rest = /\u001b(?!\[(?:0|1|2|22|3[1-6]|39)m)/g;

/**
 * A text from outside (a file name, an output, a message of Terraform) for a terminal: what a terminal would obey is removed, other
 * characters that are not shown are written as `\u009b`. This also keeps JSON what it is.
 */
export function printable(text: string): string {
  return text.replace(sequences, "").replaceAll("\u001b", written).replace(controls, written);
}

/** The same for a name: it stays on one line. */
export function oneLine(text: string): string {
  return printable(text).replace(/\n/g, "\\n").replace(/\t/g, "\\t");
}

/** As {@link printable}, with this program's own colours: for what is finally written. */
export function withOwnColours(text: string): string {
  return text
    .replace(sequences, (sequence) => (ownColour.test(sequence) ? sequence : ""))
    .replace(rest, written)
    .replace(controls, written);
}

function written(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
