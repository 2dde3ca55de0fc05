/** An expression of GitHub Actions: `${{ … }}`. */
export const expression = (text: string): string => `\${{ ${text} }}`;
