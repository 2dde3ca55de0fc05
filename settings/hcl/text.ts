import type { Cursor } from "./cursor";
import { endOfInterpolation } from "./expression";

/** Takes a mistake after which reading goes on. */
export type Refuse = (problem: string, expected: string, found: string) => void;

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/**
 * Reads text in quotes and moves behind it. `undefined` if something in it was refused.
 * The text is in composed form (NFC), as Terraform's own.
 */
export function readText(cursor: Cursor, refuse: Refuse): string | undefined {
  let text = "";
  let refused = false;
  const refuseHere: Refuse = (problem, expected, found) => {
    refused = true;
    refuse(problem, expected, found);
  };
  cursor.advance(1);
  while (cursor.character !== '"') {
    if (cursor.atLineEnd) throw cursor.broken("text without an end", 'a closing " on the same line');
    const literal = cursor.match(/[^"\\$%\r\n]+/y);
    if (literal) {
      cursor.advance(literal.length);
      text += literal;
    } else if (cursor.character === "\\") {
      text += readEscape(cursor, refuseHere);
    } else {
      text += readMarker(cursor, refuseHere);
    }
  }
  cursor.advance(1);
  return refused ? undefined : text.normalize("NFC");
}

function readEscape(cursor: Cursor, refuse: Refuse): string {
  const source = cursor.match(/\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^\r\n])/uy) ?? "\\";
  const code = source.length > 3 ? Number.parseInt(source.slice(2), 16) : undefined;
  const character = code === undefined ? escapes[source.slice(1)] : fromCode(code);
  if (character === undefined) {
    const expected = code === undefined ? 'one of \\n \\r \\t \\" \\\\ \\uXXXX \\UXXXXXXXX' : "the code of a character";
    refuse("unknown escape", expected, source);
  }
  cursor.advance(source.length);
  return character ?? "";
}

/** A code point as text; halves of a surrogate pair are no characters. */
function fromCode(code: number): string | undefined {
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? undefined : String.fromCodePoint(code);
}

/** Reads `$` or `%`: text, or `$${` which means the text `${`, or the start of an interpolation. */
function readMarker(cursor: Cursor, refuse: Refuse): string {
  const marker = cursor.match(/(?:\$+|%+)\{?/y) as string;
  if (!marker.endsWith("{")) {
    cursor.advance(marker.length);
    return marker;
  }
  if (marker.length > 2) {
    cursor.advance(marker.length);
    return marker.slice(1);
  }
  const end = endOfInterpolation(cursor.text, cursor.position);
  const found = cursor.text.slice(cursor.position, end);
  refuse("interpolation", `literal text (${marker} itself is written ${marker[0]}${marker})`, found);
  cursor.advance(end - cursor.position);
  return "";
}
