import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeSummary } from "../../../operator/github/workflow-files";

const mib = 1024 * 1024;
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "summary-"));
  file = join(folder, "summary.md");
});
afterEach(() => rmSync(folder, { recursive: true }));

const rows = (count: number) => Array.from({ length: count }, (_, index) => `| row ${index} | é |`).join("\n");
const written = (markdown: string) => {
  writeSummary(markdown, { GITHUB_STEP_SUMMARY: file });
  return readFileSync(file, "utf8");
};

test("a summary that GitHub would not show for its length ends earlier, and says so", () => {
  const text = written(rows(100_000));
  expect(Buffer.byteLength(text)).toBeGreaterThan(mib - 200);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mib);
  expect(text).toMatch(/\n\| row \d+ \| é \|\n\n\*\*The rest is left out for length\.\*\*\n\n$/);
});

test("what the step wrote before takes room too", () => {
  writeFileSync(file, "x".repeat(mib - 1000));
  expect(Buffer.byteLength(written(rows(1000)))).toBeLessThanOrEqual(mib);
  expect(Buffer.byteLength(written(rows(1000)))).toBeLessThanOrEqual(mib);
});
