/** The first sentence of a text, without its stop. */
export const firstSentence = (text: string): string => (/^.*?(?=[.!?](\s|$))/s.exec(text)?.[0] ?? text).trim();

/** The first three of many names. */
export const some = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
