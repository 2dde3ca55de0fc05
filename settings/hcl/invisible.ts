/** Characters that an editor does not show, or shows as a space: control and format characters, and all spaces but the usual one. */
const invisible = /(?! )(?:\p{Cc}|\p{Cf}|\p{Z}|\u034F|\u115F|\u1160|\u3164|\uFFA0)/gu;

/** A text whose invisible characters are written as their codes: `U+200B` as `\u200B`. */
export function showInvisible(text: string): string {
  return text.replace(invisible, (character) => `\\u${codeOf(character)}`);
}

/** Whether a text begins with an invisible character other than a tab or a new line. */
export function isInvisible(character: string): boolean {
  return character.search(invisible) === 0 && !/^[\t\r\n]/.test(character);
}

/** `200B` for U+200B. */
export function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
