import { displayWidth } from "../../../operator/progress/cut";

/** A terminal as far as the live display needs one: it wraps at its width, and knows `\r`, `\n`, cursor up and clear to the end. */
export class Screen {
  readonly rows = 24;
  /** The cells of each line; behind a wide character is an empty one. */
  private lines: string[][] = [[]];
  private row = 0;
  private column = 0;

  constructor(readonly columns: number) {}

  write(text: string): boolean {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes of a terminal
    for (const [part] of text.matchAll(/\u001b\[\d*[A-Za-z]|[\s\S]/gu)) this.take(part);
    return true;
  }

  /** The screen with all that has scrolled up, without empty lines at the end. */
  get text(): string[] {
    const lines = this.lines.map((cells) => Array.from(cells, (cell) => cell ?? " ").join(""));
    return lines.join("\n").trimEnd().split("\n");
  }

  private take(part: string): void {
    if (part === "\r") this.column = 0;
    else if (part === "\n") this.nextLine();
    else if (part.endsWith("A") && part.length > 1) this.row = Math.max(0, this.row - Number(part.slice(2, -1) || 1));
    else if (part.endsWith("J") && part.length > 1) {
      this.lines = [...this.lines.slice(0, this.row), (this.lines[this.row] ?? []).slice(0, this.column)];
    } else if (part.length > 2) return;
    else {
      const width = displayWidth(part);
      if (this.column + width > this.columns) this.nextLine();
      const cells = this.lines[this.row] ?? [];
      cells[this.column] = part;
      if (width === 2) cells[this.column + 1] = "";
      this.column += width;
    }
  }

  private nextLine(): void {
    this.row++;
    this.column = 0;
    this.lines[this.row] ??= [];
  }
}
