const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Where an expression that starts at `from` ends: before the newline, comma, comment or closing bracket that follows it. */
export function endOfExpression(text: string, from: number): number {
  return scan(text, from, []);
}

/** Where an interpolation that starts with the two characters at `from` ends: behind its `}`. */
export function endOfInterpolation(text: string, from: number): number {
  return scan(text, from + 2, ["}"]);
}

/**
 * Moves over code with its brackets and its texts, which hold code again. `open` are the closing characters
 * still to come. Broken syntax inside ends it early: the reader then reports what it finds there.
 */
function scan(text: string, from: number, open: string[]): number {
  const bounded = open.length > 0;
  let at = from;
  while (at < text.length) {
    const inner = open.at(-1);
    const token = tokenAt(text, at, inner === '"');
    if (inner === '"') {
      if (token === "\n") return at;
      if (token === "${" || token === "%{") open.push("}");
      if (token === '"') open.pop();
    } else if (token === inner) {
      open.pop();
      if (bounded && open.length === 0) return at + 1;
    } else if (/^[)\]}]/.test(token) || (!inner && /^(?:[\n\r,#]|\/\/)/.test(token))) {
      return at;
    } else if (token === '"' || closers[token]) {
      open.push(closers[token] ?? '"');
    }
    at += token.length;
  }
  return at;
}

const codeToken = /#[^\n]*|\/\/[^\n]*|\/\*.*?\*\/|./sy;
const textToken = /\\[^\n]|\$\$+\{|%%+\{|\$\{|%\{|./sy;

function tokenAt(text: string, at: number, inText: boolean): string {
  const pattern = inText ? textToken : codeToken;
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] as string;
}
