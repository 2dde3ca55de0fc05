/** What a text of Terraform's JSON is made of: what it says itself, and the texts in quotes of its expressions. */
export function textsOf(template: string): string[] {
  const texts: string[] = [];
  let own = "";
  for (let at = 0; at < template.length; ) {
    const marker = /^(\$+|%+)\{/.exec(template.slice(at))?.[0];
    if (!marker) {
      own += template[at];
      at += 1;
    } else if (marker.length > 2) {
      own += marker.slice(1);
      at += marker.length;
    } else if (marker === "%{") {
      throw new Error(`a directive in ${JSON.stringify(template)}`);
    } else {
      const end = endOfExpression(template, at + 2);
      texts.push(...quoted(template.slice(at + 2, end)));
      at = end + 1;
    }
  }
  return [own, ...texts];
}

/** Where the brace is that closes an expression. */
function endOfExpression(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '"') at = endOfQuotes(text, at);
    else if (text[at] === "{") depth += 1;
    else if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`an expression without an end in ${JSON.stringify(text)}`);
}

/** Where the quotes end that begin here; an expression within them may have quotes of its own. */
function endOfQuotes(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text.startsWith("${", at) && !/\$$/.test(text.slice(from, at))) at = endOfExpression(text, at + 2);
    else if (text[at] === '"') return at;
  }
  throw new Error(`quotes without an end in ${JSON.stringify(text)}`);
}

function quoted(expression: string): string[] {
  const texts: string[] = [];
  for (let at = 0; at < expression.length; at += 1) {
    if (expression[at] !== '"') continue;
    const end = endOfQuotes(expression, at);
    texts.push(...textsOf(JSON.parse(expression.slice(at, end + 1)) as string));
    at = end;
  }
  return texts;
}

/** Every text of a stack's JSON, as Terraform reads it: keys too. Defaults of variables and the backend have no templates. */
export function textsOfStack(json: unknown, path: readonly string[] = []): string[] {
  const isLiteral = path[0] === "variable" || (path[0] === "terraform" && ["backend", "cloud"].includes(path[1] ?? ""));
  if (typeof json === "string") return isLiteral ? [json] : textsOf(json);
  if (Array.isArray(json)) return json.flatMap((item) => textsOfStack(item, path));
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => [
    ...(isLiteral || path.length === 0 ? [key] : textsOf(key)),
    ...textsOfStack(value, [...path, key]),
  ]);
}
