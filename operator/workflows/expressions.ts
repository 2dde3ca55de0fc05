/** An expression of GitHub Actions: `${{ … }}`. */
export const expression = (text: string): string => `\${{ ${text} }}`;

/** An input of a reusable workflow, as a value. */
export const input = (name: string): string => expression(`inputs.${name}`);
