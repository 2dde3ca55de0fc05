/** `npm test`: installs what is missing, then type check, lint and every test. */
"use strict";
const { spawnSync } = require("node:child_process");
const { install, root } = require("./install.cjs");

const steps = [
  ["tsc", "--noEmit"],
  ["biome", "ci", "--error-on-warnings", "."],
  ["jest", "--coverage", ...process.argv.slice(2)],
];

process.chdir(root);
install();
for (const [tool, ...args] of steps) {
  process.stderr.write(`\n> ${[tool, ...args].join(" ")}\n`);
  const { status, signal } = spawnSync(`node_modules/.bin/${tool}`, args, { stdio: "inherit" });
  if (status !== 0) process.exit(signal ? 130 : status);
}
