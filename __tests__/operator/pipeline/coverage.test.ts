import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { coverageSeen } from "../../../operator/pipeline/coverage";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "coverage-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ["Jest's summary", '{"total":{"lines":{"pct":91.239}}}', true, "coverage: 91.23 % of the lines"],
  [
    "coverage.py's, with a mark before it",
    '\ufeff{"totals":{"percent_covered":80}}',
    true,
    "coverage: 80 % of the lines",
  ],
  ["too little", '{"total":{"lines":{"pct":79.999}}}', false, "coverage: 79.99 % of the lines, expected at least 80 %"],
  ["a text for a number", '{"total":{"lines":{"pct":"91"}}}', false, /expected total\.lines\.pct or .*found "91"$/],
  ["nothing", "", false, /found no JSON$/],
])("coverage of %s", (_, text, passed, seen) => {
  const file = join(folder, "coverage.json");
  writeFileSync(file, text);
  expect(coverageSeen(file)).toEqual({ passed, seen: typeof seen === "string" ? seen : expect.stringMatching(seen) });
});
