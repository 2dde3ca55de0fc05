/** Value of a reference such as `var.image`. Undefined: it is not known before Terraform runs. */
export type Known = (reference: string) => string | number | undefined;

type Value = string | number | boolean;

/** It needs what only Terraform knows, or says it in a form that is not read here. */
class Unknown extends Error {}

const functions: Readonly<Record<string, (...values: Value[]) => Value>> = {
  max: (...values) => Math.max(...values.map(Number)),
  length: (text) => String(text).length,
};

const operators: readonly Readonly<Record<string, (a: Value, b: Value) => Value>>[] = [
  { "||": (a, b) => a === true || b === true },
  { "&&": (a, b) => a === true && b === true },
  { "==": (a, b) => a === b, "!=": (a, b) => a !== b },
  { ">=": (a, b) => a >= b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, "<": (a, b) => a < b },
  { "-": (a, b) => Number(a) - Number(b), "+": (a, b) => Number(a) + Number(b) },
];

const token =
  /\s*("(?:[^"\\]|\\.)*"|\d+(?:\.\d+)?|[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\])*|[|]{2}|&&|[=!<>]=|[<>?:(),!+-])/y;

/** The conditions, comparisons and sums of Terraform's language that stacks write about values known beforehand. Undefined: anything else. */
export function evaluated(expression: string, known: Known): Value | undefined {
  try {
    const tokens = tokensOf(expression);
    const value = conditional(tokens, known);
    return tokens.length === 0 ? value : undefined;
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

function tokensOf(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.trimEnd().length; at = token.lastIndex) {
    token.lastIndex = at;
    const [, next] = token.exec(text) ?? [];
    if (next === undefined) throw new Unknown();
    found.push(next);
  }
  return found;
}

function conditional(tokens: string[], known: Known): Value {
  const condition = binary(tokens, known, 0);
  if (tokens[0] !== "?") return condition;
  take(tokens, "?");
  const [yes, no] = [conditional(tokens, known), take(tokens, ":") && conditional(tokens, known)];
  return condition ? yes : no;
}

function binary(tokens: string[], known: Known, level: number): Value {
  const here = operators[level];
  if (!here) return single(tokens, known);
  let left = binary(tokens, known, level + 1);
  for (let apply = here[tokens[0] ?? ""]; apply; apply = here[tokens[0] ?? ""]) {
    tokens.shift();
    left = apply(left, binary(tokens, known, level + 1));
  }
  return left;
}

function single(tokens: string[], known: Known): Value {
  const next = tokens.shift() ?? "";
  if (next === "!") return !single(tokens, known);
  if (next === "(") {
    const value = conditional(tokens, known);
    take(tokens, ")");
    return value;
  }
  if (/^\d/.test(next)) return Number(next);
  if (next.startsWith('"')) return JSON.parse(next) as string;
  const call = functions[next];
  if (call && take(tokens, "(")) {
    const values = [conditional(tokens, known)];
    while (tokens[0] === ",") {
      tokens.shift();
      values.push(conditional(tokens, known));
    }
    take(tokens, ")");
    return call(...values);
  }
  const value = known(next);
  if (value === undefined) throw new Unknown();
  return value;
}

function take(tokens: string[], expected: string): true {
  if (tokens.shift() !== expected) throw new Unknown();
  return true;
}

/** The text with the values of its `${…}` that are known in their place; the others stay. */
export function withKnown(text: string, known: Known): string {
  let result = "";
  for (let at = 0; at < text.length; ) {
    const isEscaped = text.startsWith("$${", at);
    const end = !isEscaped && text.startsWith("${", at) ? endOf(text, at + 2) : undefined;
    const value = end === undefined ? undefined : evaluated(text.slice(at + 2, end), known);
    if (end !== undefined && value !== undefined) {
      result += value;
      at = end + 1;
    } else {
      const width = isEscaped ? 3 : 1;
      result += text.slice(at, at + width);
      at += width;
    }
  }
  return result;
}

/** Where the brace is that closes an expression. */
function endOf(text: string, from: number): number | undefined {
  let depth = 1;
  for (const { 0: part, index } of text.slice(from).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (part === "{") depth += 1;
    if (part === "}") depth -= 1;
    if (depth === 0) return from + index;
  }
  return undefined;
}
