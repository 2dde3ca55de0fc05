import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../stacks/synthesized";

/** Licences that ask for no more than a notice, or for changes of the package's own files (MPL-2.0). By SPDX, and as old packages say it. */
const allowed = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC-BY-4.0",
  "CC0-1.0",
  "CNRI-Python",
  "HPND",
  "ISC",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "PSF-2.0",
  "Public Domain",
  "Unlicense",
  "Zlib",
]);

/** Programs that run on their own, which nothing imports or ships: checkov, zizmor, the scanners of a workflow (Semgrep is LGPL-2.1). */
const ofPrograms = /\/(checkov|scanners|zizmor)-requirements\.txt$/;

/** Whether a licence expression is allowed: one side of an OR, every side of an AND. */
function isAllowed(expression: string): boolean {
  const text = expression.replace(/^\((.*)\)$/, "$1");
  if (/ OR /.test(text)) return text.split(" OR ").some(isAllowed);
  if (/ AND /.test(text)) return text.split(" AND ").every(isAllowed);
  return allowed.has(text);
}

const files = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).trim().split("\n");
const read = (file: string) => readFileSync(join(root, file), "utf8");

test.each([
  ["MIT", true],
  ["(MIT OR GPL-3.0-or-later)", true],
  ["Apache-2.0 AND MIT", true],
  ["GPL-3.0-only", false],
  ["AGPL-3.0", false],
  ["MIT AND GPL-2.0", false],
  ["", false],
])("%s is allowed: %s", (licence, expected) => {
  expect(isAllowed(licence)).toBe(expected);
});

test.each(files.filter((file) => /(^|\/)package-lock\.json$/.test(file)))(
  "every npm package of %s has a licence of the list",
  (file) => {
    const { packages } = JSON.parse(read(file)) as { packages: Record<string, { license?: string }> };
    const others = Object.entries(packages)
      .filter(([path]) => path !== "")
      .filter(([, { license = "" }]) => !isAllowed(license))
      .map(([path, { license }]) => `${path}: ${license ?? "none"}`);
    expect(others).toEqual([]);
  },
);

test("every Python package that is shipped or imported is in operator/python/licences.json, with a licence of the list", () => {
  const known = JSON.parse(read("operator/python/licences.json")) as Record<string, string>;
  const requirements = files.filter((file) => /requirements[^/]*\.txt$/.test(file) && !ofPrograms.test(file));
  const names = new Set(
    requirements.flatMap((file) =>
      [...read(file).matchAll(/^([\w.-]+?)(?:\[[\w,-]+\])?==/gm)].map(([, name = ""]) =>
        name.toLowerCase().replace(/[._-]+/g, "-"),
      ),
    ),
  );
  expect(names.size).toBeGreaterThan(50);
  const others = [...names].filter((name) => !isAllowed(known[name] ?? ""));
  expect(others.map((name) => `${name}: ${known[name] ?? "not in the file"}`)).toEqual([]);
  expect(Object.keys(known).filter((name) => !names.has(name))).toEqual([]);
});
