/**
 * `npm run check` (types, lint, formatting, the settings of every stack) and `npm test` (the same, then every test):
 * `node operator/start/verify.cjs <check|test> [arguments for jest]`. Installs what is missing.
 */
"use strict";
const { spawnSync } = require("node:child_process");
const { install, root } = require("./install.cjs");

const [what, ...jestArguments] = process.argv.slice(2);
const check = [
  ["tsc", "--noEmit"],
  ["biome", "ci", "--error-on-warnings", "."],
  ["node", "operator/start/launch.cjs", "cli", "synth"],
];
const test = [["jest", "--coverage", ...jestArguments]];

process.chdir(root);
install();
process.env.PATH = `${root}/node_modules/.bin:${process.env.PATH}`;
for (const [tool, ...args] of what === "test" ? [...check, ...test] : check) {
  process.stderr.write(`\n> ${[tool, ...args].join(" ")}\n`);
  const { status, signal } = spawnSync(tool, args, { stdio: "inherit" });
  if (status !== 0) process.exit(signal ? 130 : (status ?? 1));
}
