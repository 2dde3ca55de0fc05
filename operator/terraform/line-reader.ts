import { readSync } from "node:fs";

/** Reads a growing file and passes on each finished line once. */
export class LineReader {
  private readonly buffer = Buffer.alloc(64 * 1024);
  private position = 0;
  private pending = Buffer.alloc(0);

  constructor(
    private readonly file: number,
    private readonly onLine: (line: string) => void,
  ) {}

  read(): void {
    for (;;) {
      const size = readSync(this.file, this.buffer, 0, this.buffer.length, this.position);
      if (size === 0) return;
      this.position += size;
      const lines = Buffer.concat([this.pending, this.buffer.subarray(0, size)]);
      const end = lines.lastIndexOf("\n") + 1;
      this.pending = lines.subarray(end);
      for (const line of lines.subarray(0, end).toString("utf8").split("\n")) if (line) this.onLine(line);
    }
  }
}
