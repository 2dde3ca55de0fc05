/** A document as a reader of GitHub's Markdown sees it. */
export interface ReadMarkdown {
  /** The cells of each row but the first two of a table, with code as its text. */
  readonly rows: readonly (readonly string[])[];
  /** The text of each block of code. */
  readonly blocks: readonly string[];
  /** What is neither code nor in a block: only here could a mark, a tag or a name act. */
  readonly outside: readonly string[];
}

/** Reads a document. @throws {Error} for a block or a fold that does not end, and a row with other cells than its table's head */
export function readMarkdown(text: string): ReadMarkdown {
  const rows: string[][] = [];
  const blocks: string[] = [];
  const outside: string[] = [];
  let fence: string | undefined;
  let block: string[] = [];
  let depth = 0;
  let columns: number | undefined;
  let line = 0;
  for (const it of text.split(/\r\n|\n|\r/)) {
    if (fence !== undefined) {
      // A fence ends at a line of at least as many backticks, indented by at most three spaces.
      const [, end] = /^ {0,3}(`{3,})\s*$/.exec(it) ?? [];
      if (end && end.length >= fence.length) {
        blocks.push(block.join("\n"));
        fence = undefined;
      } else block.push(it);
      continue;
    }
    const [, begin] = /^ {0,3}(`{3,})[^`]*$/.exec(it) ?? [];
    if (begin) {
      fence = begin;
      block = [];
      continue;
    }
    const codes: string[] = [];
    const bare = it.replace(/`([^`]*)`|<code>(.*?)<\/code>/g, (_, span?: string, references?: string) => {
      codes.push(span ?? (references ?? "").replace(/&#(\d+);/g, (_all, code) => String.fromCodePoint(Number(code))));
      return `\0${codes.length - 1}\0`;
    });
    outside.push(bare);
    depth += (bare.match(/<details>/g)?.length ?? 0) - (bare.match(/<\/details>/g)?.length ?? 0);
    if (depth < 0 || depth > 1) throw new Error(`a fold inside a fold, or one that ends twice: ${it}`);
    if (!it.startsWith("|")) {
      columns = undefined;
      continue;
    }
    // A table is cut into cells before anything else is read: a pipe in code cuts it, too.
    const cells = it.split("|").length - 2;
    line = columns === undefined ? 0 : line + 1;
    columns ??= cells;
    if (cells !== columns) throw new Error(`a row with ${cells} cells in a table with ${columns}: ${it}`);
    if (line < 2) continue;
    const shown = bare
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
    rows.push(shown.map((cell) => cell.replace(/\0(\d+)\0/g, (_, index) => codes[Number(index)] ?? "")));
  }
  if (fence !== undefined || depth !== 0) throw new Error("a block or a fold does not end");
  return { rows, blocks, outside };
}
