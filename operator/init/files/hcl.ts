/** A value of a tfvars file. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** One key of a tfvars file: a value on one line, or a block of keys. */
export interface Entry {
  readonly key: string;
  readonly value: Value | readonly Entry[];
  /** What a person reads above it. */
  readonly comment?: string;
  /** What to put there: the value works, and is there to be edited. */
  readonly edit?: string;
}

/** A key with its value; nothing for a value that is not there. */
export function entry(key: string, value: Value | readonly Entry[] | undefined, more: Partial<Entry> = {}): Entry[] {
  return value === undefined ? [] : [{ key, value, ...more }];
}

/** A block of keys; nothing if there are none. */
export function block(key: string, entries: readonly Entry[], more: Partial<Entry> = {}): Entry[] {
  return entries.length === 0 ? [] : [{ key, value: entries, ...more }];
}

/** A block that is there even when it is empty: it makes a stack. */
export function stackBlock(key: string, entries: readonly Entry[], more: Partial<Entry> = {}): Entry[] {
  return [{ key, value: entries.length === 0 ? {} : entries, ...more }];
}

/** The text of a file: a comment at the top, then its keys. Blocks stand apart from their neighbours. */
export function tfvars(title: string, entries: readonly Entry[]): string {
  const parts = entries.map((it, at) => {
    const before = entries[at - 1];
    const isApart = before && (isBlock(it) || isBlock(before) || it.comment !== undefined);
    return `${isApart ? "\n" : ""}${text(it, "", width(entries, at))}`;
  });
  return `${[comment(title, ""), "", ...parts].join("\n").trimEnd()}\n`;
}

const isBlock = ({ value }: Entry): boolean => isEntries(value);

function isEntries(value: Entry["value"]): value is readonly Entry[] {
  return Array.isArray(value) && value.length > 0 && value.every((it) => isEntry(it));
}

function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && "key" in value && "value" in value;
}

function text({ key, value, comment: above, edit }: Entry, indent: string, keyWidth: number): string {
  const head = above === undefined ? "" : `${comment(above, indent)}\n`;
  const name = literalKey(key);
  const tail = edit === undefined ? "" : ` # edit: ${edit}`;
  if (!isEntries(value)) return `${head}${indent}${name.padEnd(keyWidth)} = ${literal(value)}${tail}`;
  const inner = value.map((it, at) => text(it, `${indent}  `, width(value, at)));
  return [`${head}${indent}${name} = {${tail}`, ...inner, `${indent}}`].join("\n");
}

/** Width of the names of neighbours that are on one line each, so that their values are below each other. */
function width(entries: readonly Entry[], at: number): number {
  if (isBlock(entries[at] as Entry)) return 0;
  let [from, to] = [at, at];
  while (from > 0 && !isBlock(entries[from - 1] as Entry) && entries[from]?.comment === undefined) from--;
  while (to + 1 < entries.length && !isBlock(entries[to + 1] as Entry) && entries[to + 1]?.comment === undefined) to++;
  return Math.max(...entries.slice(from, to + 1).map(({ key }) => literalKey(key).length));
}

const comment = (words: string, indent: string) =>
  words
    .split("\n")
    .map((line) => `${indent}# ${line}`.trimEnd())
    .join("\n");

const literalKey = (key: string) => (/^[A-Za-z_][\w-]*$/.test(key) ? key : literal(key));

/** A value as HCL writes it, on one line. */
export function literal(value: Value): string {
  if (typeof value === "string") return `"${value.replace(/["\\\p{Cc}]|(\$+|%+)\{/gu, escaped)}"`;
  if (Array.isArray(value)) return `[${value.map((it) => literal(it as Value)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const pairs = Object.entries(value).map(([key, it]) => `${literalKey(key)} = ${literal(it as Value)}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\" };

/** A character as HCL writes it. `${` and `%{` would begin an interpolation: they have their first character twice. */
function escaped(found: string, marker?: string): string {
  if (marker) return `${found[0]}${found}`;
  return named[found] ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
