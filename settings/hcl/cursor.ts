import type { Mistake } from "../mistake";
import type { Segment } from "../path";
import { codeOf, isInvisible } from "./invisible";
import type { Place } from "./node";

/** Broken syntax: what follows in the file cannot be understood. Caught by the reader, never seen outside. */
export class BrokenSyntax {
  constructor(readonly mistake: Mistake) {}
}

/** A place in the text of a file, and how to move on over spaces, comments and newlines. */
export class Cursor {
  position = 0;
  line = 1;
  private lineStart = 0;
  private lineEnd: number;

  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    this.lineEnd = this.endOfLine(0);
  }

  get column(): number {
    return this.position - this.lineStart + 1;
  }

  /** The character here, or "" at the end of the file. */
  get character(): string {
    return this.text.charAt(this.position);
  }

  /** Stops at a byte order mark or a control character, which editors do not show. A tab and both kinds of newline pass. */
  refuseControlCharacters(): void {
    const at = this.text.search(/^\uFEFF|\r(?!\n)|[^\P{Cc}\t\r\n]/u);
    if (at === -1) return;
    this.advance(at);
    const code = codeOf(this.character);
    const problem = code === "FEFF" ? "byte order mark" : "control character";
    throw this.broken(problem, "plain UTF-8 text", `U+${code}`);
  }

  /** Whether the line ends here. A carriage return can only precede a newline here: others are refused beforehand. */
  get atLineEnd(): boolean {
    return this.character === "\n" || this.character === "\r" || this.character === "";
  }

  /** The text that a sticky expression matches here, without moving. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    return pattern.exec(this.text)?.[0];
  }

  /** Where a value with this path starts here. */
  place(path: readonly Segment[]): Place {
    return { file: this.file, line: this.line, column: this.column, path };
  }

  /** Moves over a name and returns it. */
  takeName(): string | undefined {
    const name = this.match(/[A-Za-z_][\w-]*/y);
    this.advance(name?.length ?? 0);
    return name;
  }

  /** Moves over `length` characters, counting lines. */
  advance(length: number): void {
    this.position += length;
    while (this.lineEnd < this.position) {
      this.line += 1;
      this.lineStart = this.lineEnd + 1;
      this.lineEnd = this.endOfLine(this.lineStart);
    }
  }

  /** Moves over spaces and comments, up to the end of the line. Only a block comment can end on a later line. */
  skipSpace(): void {
    for (;;) {
      this.advance(this.match(/[ \t]*(?:(?:#|\/\/)[^\r\n]*)?/y)?.length ?? 0);
      if (!this.text.startsWith("/*", this.position)) return;
      const end = this.text.indexOf("*/", this.position + 2);
      if (end === -1) throw this.broken("comment without an end", "*/", "the end of the file");
      this.advance(end + 2 - this.position);
    }
  }

  /** Moves over spaces, comments and newlines. */
  skipBlank(): void {
    this.skipSpace();
    while (this.character !== "" && this.atLineEnd) {
      this.advance(1);
      this.skipSpace();
    }
  }

  broken(problem: string, expected: string, found = this.describe()): BrokenSyntax {
    return new BrokenSyntax({ file: this.file, line: this.line, column: this.column, problem, expected, found });
  }

  /** The next word or character, for a message. Text in quotes is not repeated: it may be a secret. */
  private describe(): string {
    if (this.character === "") return "the end of the file";
    if (this.atLineEnd) return "the end of the line";
    if (this.character === '"') return "text in quotes";
    const character = String.fromCodePoint(this.text.codePointAt(this.position) as number);
    if (isInvisible(character)) return `U+${codeOf(character)}, which is invisible`;
    return this.match(/[\w-]{1,40}/y) ?? character;
  }

  private endOfLine(from: number): number {
    const end = this.text.indexOf("\n", from);
    return end === -1 ? Number.POSITIVE_INFINITY : end;
  }
}
