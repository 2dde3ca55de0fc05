import type { Cursor } from "./cursor";
import { endOfExpression } from "./expression";
import type { Node, Place, Scalar } from "./node";
import { readNumber } from "./number";
import type { Report } from "./report";
import { type Refuse, readText } from "./text";

/** Deeper settings than this are refused rather than read. */
const maxDepth = 32;

const expectedLiteral = "a literal value: settings hold no expressions";

/** Reads values: literals, lists and objects, with the place of each. */
export class ValueReader {
  constructor(
    private readonly cursor: Cursor,
    private readonly report: Report,
  ) {}

  /** Reads the value of a key and keeps it, unless the key is there already. */
  readEntry(entries: Map<string, Node>, { path, ...position }: Place, key: string): void {
    const place = { ...position, path: [...path, key] };
    const first = entries.get(key)?.place.line;
    if (key === "__proto__") {
      this.report.add(place, "reserved name", "another name", key);
    } else if (first !== undefined) {
      this.report.add(place, "duplicate key", "each key once", `it in line ${first} and in line ${place.line}`);
    }
    const value = this.readValue(place);
    if (first === undefined && key !== "__proto__") entries.set(key, value);
  }

  /** Reads the value here, and moves over the spaces behind it. */
  private readValue(place: Place): Node {
    const { cursor, report } = this;
    if (place.path.length > maxDepth) throw cursor.broken("nested too deeply", `at most ${maxDepth} levels`);
    cursor.skipSpace();
    const start = cursor.position;
    const refuse = report.refuseAt({ ...place, line: cursor.line, column: cursor.column });
    let value: Node;
    try {
      value = this.readLiteral(place, refuse);
      cursor.skipSpace();
    } catch (error) {
      throw report.inPath(place.path, error);
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
    if (cursor.character === "[") return this.readList(place);
    if (cursor.character === "{") return this.readObject(place);
    if (cursor.character === '"') return scalar(place, readText(cursor, refuse));
    if (cursor.match(/-?\d/y)) return scalar(place, readNumber(cursor, refuse));
    const keyword = cursor.match(/(?:true|false|null)(?![\w-]|[ \t]*\()/y);
    if (keyword) {
      cursor.advance(keyword.length);
      return scalar(place, keyword === "null" ? null : keyword === "true");
    }
    if (cursor.match(/<<-?[A-Za-z_]/y)) throw cursor.broken("heredoc", "text in quotes, with \\n for a new line", "<<");
    if (!cursor.match(/[A-Za-z_(!-]/y)) throw cursor.broken("broken syntax", "a value");
    const source = cursor.text.slice(cursor.position, endOfExpression(cursor.text, cursor.position));
    refuseExpression(source.trimEnd(), refuse);
    cursor.advance(source.length);
    return { kind: "refused", place };
  }

  /** Items with commas between; new lines count for nothing. */
  private readList(place: Place): Node {
    const { cursor } = this;
    const items: Node[] = [];
    cursor.advance(1);
    for (cursor.skipBlank(); cursor.character !== "]"; cursor.skipBlank()) {
      items.push(this.readValue(cursor.place([...place.path, items.length])));
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
      const here = cursor.place(place.path);
      const key = this.readKey(here);
      cursor.skipSpace();
      if (!cursor.match(/[=:](?!=)/y)) throw cursor.broken("broken syntax", "= after the name");
      cursor.advance(1);
      // A refused name was reported; its value is read only to find its end.
      this.readEntry(key === undefined ? new Map() : entries, here, key ?? "");
      if (cursor.character === ",") {
        cursor.advance(1);
      } else if (cursor.character === "" || !(cursor.atLineEnd || cursor.character === "}")) {
        throw cursor.broken("broken syntax", ", or } or a new line in the object");
      }
    }
    cursor.advance(1);
    return { kind: "object", place, entries };
  }

  /** A name, or text in quotes; `undefined` if that was refused. */
  private readKey(place: Place): string | undefined {
    const { cursor } = this;
    if (cursor.character === '"') return readText(cursor, this.report.refuseAt(place));
    const name = cursor.match(/for(?![\w-])/y) ? undefined : cursor.takeName();
    if (name === undefined) throw cursor.broken("broken syntax", "a name or } in the object");
    return name;
  }
}

function refuseExpression(source: string, refuse: Refuse): void {
  if (/^[A-Za-z_][\w-]*(?:::[\w-]+)*[ \t]*\(/.test(source)) {
    refuse("function call", expectedLiteral, source);
  } else if (/^[A-Za-z_]/.test(source)) {
    refuse("reference", `${expectedLiteral} (text goes in quotes)`, source);
  } else {
    refuse("expression", expectedLiteral, source);
  }
}

function scalar(place: Place, value: Scalar | undefined): Node {
  return value === undefined ? { kind: "refused", place } : { kind: "scalar", place, value };
}
