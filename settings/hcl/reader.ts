import type { Mistake } from "../mistake";
import { looksSecret, type Segment, showPath } from "../path";
import { BrokenSyntax, Cursor } from "./cursor";
import { endOfExpression } from "./expression";
import { hidden, shorten } from "./literal";
import type { Node, ObjectNode, Place } from "./node";
import { readNumber } from "./number";
import { type Refuse, readText } from "./text";

/** What one tfvars file holds. */
export interface TfvarsFile {
  readonly root: ObjectNode;
  readonly mistakes: readonly Mistake[];
  /** Whether reading stopped at a mistake, so that keys after it are unknown. */
  readonly broken: boolean;
}

/** Deeper settings than this are refused rather than read. */
const maxDepth = 32;

const expectedLiteral = "a literal value: settings hold no expressions";

/**
 * Reads the literal subset of HCL that tfvars files hold. What it refuses is told as mistakes: after a wrong value
 * or a duplicate key it reads on, at broken syntax it stops.
 */
export function readTfvars(file: string, text: string): TfvarsFile {
  const reader = new Reader(file, text);
  const root: Place = { file, line: 1, column: 1, path: [] };
  const entries = new Map<string, Node>();
  let broken = false;
  try {
    reader.readFile(entries);
  } catch (error) {
    if (!(error instanceof BrokenSyntax)) throw error;
    reader.mistakes.push(error.mistake);
    broken = true;
  }
  return { root: { kind: "object", place: root, entries }, mistakes: reader.mistakes, broken };
}

class Reader {
  readonly mistakes: Mistake[] = [];
  private readonly cursor: Cursor;

  constructor(file: string, text: string) {
    this.cursor = new Cursor(file, text);
  }

  /** `name = value`, one per line. */
  readFile(entries: Map<string, Node>): void {
    const { cursor } = this;
    cursor.refuseControlCharacters();
    for (cursor.skipBlank(); cursor.character !== ""; cursor.skipBlank()) {
      const place = this.here([]);
      const name = this.readName();
      if (name === undefined) throw cursor.broken("broken syntax", "a name, as in name = value");
      cursor.skipSpace();
      if (cursor.match(/["{]|[A-Za-z_]/y)) {
        this.refuseBlock({ ...place, path: [name] }, name);
      } else {
        if (cursor.character !== "=") throw cursor.broken("broken syntax", `= after ${name}`);
        cursor.advance(1);
        this.readEntry(entries, place, name);
      }
      if (!cursor.atLineEnd) throw this.inPath([name], cursor.broken("broken syntax", "a new line after the value"));
    }
  }

  /** Reads the value of a key and keeps it, unless the key is there already. */
  private readEntry(entries: Map<string, Node>, { path, ...position }: Place, key: string): void {
    const place = { ...position, path: [...path, key] };
    const first = entries.get(key)?.place.line;
    if (key === "__proto__") {
      this.tell(place, "reserved name", "another name", key);
    } else if (first !== undefined) {
      this.tell(place, "duplicate key", "each key once", `it in line ${first} and in line ${place.line}`);
    }
    const value = this.readValue(place);
    if (first === undefined && key !== "__proto__") entries.set(key, value);
  }

  /** Reads the value here, and moves over the spaces behind it. */
  private readValue(place: Place): Node {
    const { cursor } = this;
    if (place.path.length > maxDepth) throw cursor.broken("nested too deeply", `at most ${maxDepth} levels`);
    cursor.skipSpace();
    const start = cursor.position;
    const refuse = this.refuseAt({ ...place, line: cursor.line, column: cursor.column });
    let value: Node;
    try {
      value = this.readLiteral(place, refuse);
      cursor.skipSpace();
    } catch (error) {
      throw this.inPath(place.path, error);
    }
    if (!cursor.match(/[-+*/%<>=!&|?:.[({]/y)) return value;
    cursor.advance(endOfExpression(cursor.text, cursor.position) - cursor.position);
    if (value.kind !== "refused") {
      refuse("expression", expectedLiteral, cursor.text.slice(start, cursor.position).trimEnd());
    }
    return { kind: "refused", place };
  }

  private readLiteral(place: Place, refuse: Refuse): Node {
    const { cursor } = this;
    const { character } = cursor;
    if (character === "[") return this.readList(place);
    if (character === "{") return this.readObject(place);
    if (character === '"') return scalar(place, readText(cursor, refuse));
    if (cursor.match(/-?\d/y)) return scalar(place, readNumber(cursor, refuse));
    if (cursor.match(/<<-?[A-Za-z_]/y)) {
      throw cursor.broken("heredoc", "text in quotes, with \\n for a new line", "<<");
    }
    const keyword = cursor.match(/(?:true|false|null)(?![\w-]|[ \t]*\()/y);
    if (keyword) {
      cursor.advance(keyword.length);
      return scalar(place, keyword === "null" ? null : keyword === "true");
    }
    if (!cursor.match(/[A-Za-z_(!-]/y)) throw cursor.broken("broken syntax", "a value");
    return this.refuseExpression(place, refuse);
  }

  private refuseExpression(place: Place, refuse: Refuse): Node {
    const { cursor } = this;
    const end = endOfExpression(cursor.text, cursor.position);
    const source = cursor.text.slice(cursor.position, end).trimEnd();
    if (/^[A-Za-z_][\w-]*(?:::[\w-]+)*[ \t]*\(/.test(source)) {
      refuse("function call", expectedLiteral, source);
    } else if (/^[A-Za-z_]/.test(source)) {
      refuse("reference", `${expectedLiteral} (text goes in quotes)`, source);
    } else {
      refuse("expression", expectedLiteral, source);
    }
    cursor.advance(end - cursor.position);
    return { kind: "refused", place };
  }

  /** Items with commas between; new lines count for nothing. */
  private readList(place: Place): Node {
    const { cursor } = this;
    const items: Node[] = [];
    cursor.advance(1);
    for (cursor.skipBlank(); cursor.character !== "]"; cursor.skipBlank()) {
      items.push(this.readValue(this.here([...place.path, items.length])));
      cursor.skipBlank();
      if (cursor.character === ",") {
        cursor.advance(1);
      } else if (cursor.character !== "]") {
        throw cursor.broken("broken syntax", ", or ] in the list");
      }
    }
    cursor.advance(1);
    return { kind: "list", place, items };
  }

  /** `name = value` or `"name" : value`, with a comma or new lines between. */
  private readObject(place: Place): Node {
    const { cursor } = this;
    const entries = new Map<string, Node>();
    cursor.advance(1);
    for (cursor.skipBlank(); cursor.character !== "}"; cursor.skipBlank()) {
      const key = this.here(place.path);
      const name = this.readKey(key);
      cursor.skipSpace();
      if (!cursor.match(/[=:](?!=)/y)) throw cursor.broken("broken syntax", "= after the name");
      cursor.advance(1);
      this.readEntry(entries, key, name);
      if (cursor.character === ",") {
        cursor.advance(1);
      } else if (cursor.character === "" || !(cursor.atLineEnd || cursor.character === "}")) {
        throw cursor.broken("broken syntax", ", or } or a new line in the object");
      }
    }
    cursor.advance(1);
    return { kind: "object", place, entries };
  }

  private readKey(place: Place): string {
    const { cursor } = this;
    if (cursor.character === '"') return readText(cursor, this.refuseAt(place)) ?? "";
    const name = cursor.match(/for(?![\w-])/y) ? undefined : this.readName();
    if (name === undefined) throw cursor.broken("broken syntax", "a name or } in the object");
    return name;
  }

  private readName(): string | undefined {
    const name = this.cursor.match(/[A-Za-z_][\w-]*/y);
    this.cursor.advance(name?.length ?? 0);
    return name;
  }

  private refuseBlock(place: Place, name: string): void {
    const { cursor } = this;
    this.tell(place, "block", `${name} = { … }`, `${name} { … }`);
    cursor.advance(endOfExpression(cursor.text, cursor.position) - cursor.position);
  }

  private here(path: readonly Segment[]): Place {
    return { file: this.cursor.file, line: this.cursor.line, column: this.cursor.column, path };
  }

  /** Broken syntax with the path of the value it is in. */
  private inPath(path: readonly Segment[], error: unknown): unknown {
    if (!(error instanceof BrokenSyntax) || error.mistake.path) return error;
    const found = looksSecret(path) ? hidden : error.mistake.found;
    return new BrokenSyntax({ ...error.mistake, path: showPath(path), found });
  }

  /** Takes mistakes about the value at a place. */
  private refuseAt(place: Place): Refuse {
    return (problem, expected, found) =>
      this.tell(place, problem, expected, looksSecret(place.path) ? hidden : shorten(found));
  }

  private tell({ file, line, column, path }: Place, problem: string, expected: string, found: string): void {
    this.mistakes.push({ file, line, column, path: showPath(path), problem, expected, found });
  }
}

function scalar(place: Place, value: string | number | boolean | null | undefined): Node {
  return value === undefined ? { kind: "refused", place } : { kind: "scalar", place, value };
}
