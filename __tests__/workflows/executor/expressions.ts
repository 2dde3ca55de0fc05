/** GitHub's own package. An ECMAScript module, so it is loaded late. */
const load = () => import("@actions/expressions");
type Package = Awaited<ReturnType<typeof load>>;
type Data = ReturnType<InstanceType<Package["Evaluator"]>["evaluate"]>;

/** What an expression may use where it is written. */
export interface Scope {
  /** Values by context: `{ github: { ref: "refs/heads/main" } }`. Every available context must be there. */
  readonly contexts: Readonly<Record<string, unknown>>;
  /** Functions besides GitHub's general ones (contains, format, fromJSON, …): `success`, `hashFiles`. */
  readonly functions?: Readonly<Record<string, (...args: string[]) => string | boolean>>;
}

const statusFunctions = ["success", "failure", "always", "cancelled"];

/** A text with expressions, cut at `${{` and `}}`; a `}}` in a quoted text ends nothing. */
export function partsOf(text: string): readonly ({ readonly text: string } | { readonly expression: string })[] {
  const parts: ({ text: string } | { expression: string })[] = [];
  let rest = text;
  for (;;) {
    const start = rest.indexOf("${{");
    if (start < 0) break;
    const found = /^\$\{\{((?:'(?:[^']|'')*'|[^'])*?)\}\}/.exec(rest.slice(start));
    if (!found) throw new Error(`an expression without an end: ${rest.slice(start)}`);
    if (start > 0) parts.push({ text: rest.slice(0, start) });
    parts.push({ expression: (found[1] as string).trim() });
    rest = rest.slice(start + found[0].length);
  }
  return rest ? [...parts, { text: rest }] : parts;
}

/** Evaluates expressions as GitHub does, with GitHub's package. */
export class Expressions {
  private constructor(private readonly library: Package) {}

  static async load(): Promise<Expressions> {
    return new Expressions(await load());
  }

  /** The value of an expression without its `${{ }}`. A context or function that is not available there is an error, as on GitHub. */
  value(expression: string, scope: Scope): unknown {
    return plain(this.evaluate(expression, scope));
  }

  /** A text with all its expressions replaced by their values as text: what reaches a shell. */
  text(text: string, scope: Scope): string {
    const texts = partsOf(text).map((part) =>
      "text" in part ? part.text : this.evaluate(part.expression, scope).coerceString(),
    );
    return texts.join("");
  }

  /** Any value of YAML with its expressions replaced. A text that is one expression alone keeps its type: a list stays a list. */
  filled(value: unknown, scope: Scope): unknown {
    if (typeof value === "string") {
      const parts = partsOf(value);
      const [only] = parts;
      return parts.length === 1 && only && "expression" in only
        ? this.value(only.expression, scope)
        : this.text(value, scope);
    }
    if (Array.isArray(value)) return value.map((item) => this.filled(item, scope));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.filled(item, scope)]));
  }

  /**
   * An `if:`, with or without `${{ }}`. Without one of success, failure, always and cancelled it begins with `success() &&`. A text around an
   * expression makes the whole a text, which is true unless it is empty: as on GitHub.
   */
  condition(given: unknown, scope: Scope): boolean {
    if (given === undefined) return this.truth("success()", scope);
    const written = String(given).trim();
    const parts = written.includes("${{") ? partsOf(written) : [{ expression: written }];
    const [only] = parts;
    const asksStatus = parts.some((part) => "expression" in part && this.callsStatus(part.expression));
    const held = () =>
      parts.length === 1 && only && "expression" in only
        ? this.truth(only.expression, scope)
        : this.text(written, scope) !== "";
    return (asksStatus || this.truth("success()", scope)) && held();
  }

  private truth(expression: string, scope: Scope): boolean {
    return this.evaluate(`!!(${expression})`, scope).coerceString() === "true";
  }

  private callsStatus(expression: string): boolean {
    const { tokens } = new this.library.Lexer(expression).lex();
    return tokens.some(
      ({ lexeme }, index) => statusFunctions.includes(lexeme.toLowerCase()) && tokens[index + 1]?.lexeme === "(",
    );
  }

  private evaluate(expression: string, { contexts, functions = {} }: Scope): Data {
    const { Lexer, Parser, Evaluator, data } = this.library;
    const own = Object.entries(functions).map(([name, run]) => ({
      ...{ name, minArgs: 0, maxArgs: 255 },
      call: (...args: Data[]) => {
        const result = run(...args.map((arg) => arg.coerceString()));
        return typeof result === "boolean" ? new data.BooleanData(result) : new data.StringData(result);
      },
    }));
    try {
      const { tokens } = new Lexer(expression).lex();
      const parsed = new Parser(tokens, Object.keys(contexts), own).parse();
      const values = new data.Dictionary(
        ...Object.entries(contexts).map(([key, value]) => ({ key, value: this.asData(value ?? {}) })),
      );
      return new Evaluator(parsed, values, new Map(own.map((it) => [it.name.toLowerCase(), it]))).evaluate();
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error} in the expression: ${expression}`);
    }
  }

  private asData(value: unknown): Data {
    return JSON.parse(JSON.stringify(value), this.library.data.reviver) as Data;
  }
}

function plain(value: Data): unknown {
  if ("values" in value && "get" in value) {
    return "pairs" in value
      ? Object.fromEntries(value.pairs().map(({ key, value: item }) => [key, plain(item)]))
      : value.values().map(plain);
  }
  if ("value" in value) return value.value;
  return null;
}
