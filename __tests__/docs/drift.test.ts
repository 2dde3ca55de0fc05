import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makers } from "../../operator/drift/made-by";
import { owners } from "../../operator/drift/owners";
import { root } from "../stacks/synthesized";

const page = readFileSync(join(root, "docs/drift.md"), "utf8");

/** A pattern as people read it. */
const readable = (pattern: RegExp) =>
  pattern.source
    .replace(/^\^|\$$/g, "")
    .replace(/\\([/:])/g, "$1")
    .replaceAll("[^:]*:\\d*", "…")
    .replaceAll("\\d+", "<number>")
    .replaceAll("[^/]+", "<name>")
    .replaceAll("[^:]+", "<name>")
    .replaceAll(".+", "<version>")
    .replaceAll(".*", "…")
    .replaceAll("?", "")
    .replaceAll("|", " \\| ");

const row = (...cells: string[]) => `| ${cells.join(" | ")} |`;
const rowsBelow = (heading: string) => {
  const [, section = ""] = page.split(`### ${heading}\n`);
  const [table = ""] = /(^\|.*\n)+/m.exec(section) ?? [];
  return table.trim().split("\n").slice(2);
};

test("docs/drift.md has what owns which attribute, as the code has it", () => {
  const rows = owners.map(({ type, attributes, owner, why, onlyIgnored }) =>
    row(
      `\`${readable(type)}\``,
      attributes.map((one) => `\`${one}\``).join(", "),
      owner,
      `${why}${onlyIgnored ? "; only ignored" : ""}`,
    ),
  );
  expect(rowsBelow("Changed by what owns it")).toEqual(rows);
});

test("docs/drift.md has what is made by what a stack has, as the code has it", () => {
  const rows = makers.map(({ arn, by }) => row(`\`${readable(arn)}\``, by));
  expect(rowsBelow("Tagged, in no state, and expected")).toEqual(rows);
});
