/**
 * `npm run check` (types, lint, formatting, Python, the settings of every stack, the workflows) and `npm test` (the same, then every test);
 * `npm run format` corrects what can be corrected, `npm run addresses` releases the addresses of every stack:
 * `node operator/start/verify.cjs <check|test|format|addresses> [--project <folder>] [arguments for jest]`. Installs what is missing.
 * The stacks are those of the project that every command means; the product's own tests read the shipped examples.
 */
"use strict";
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { stripVTControlCharacters } = require("node:util");
const { commitOf } = require("./commit.cjs");
const { install, root } = require("./install.cjs");

const [what, ...jestArguments] = process.argv.slice(2);
const named = jestArguments.findIndex((argument) => /^--project(=|$)/.test(argument));
if (named >= 0) {
  const [option, folder] = jestArguments[named].split("=");
  process.env.PROJECT = folder ?? jestArguments[named + 1] ?? "";
  jestArguments.splice(named, folder === undefined ? 2 : 1);
  if (!process.env.PROJECT) {
    process.stderr.write(`${option}: expected a folder with environments/ and systems/, found nothing\n`);
    process.exit(1);
  }
}
const results = path.join(root, ".local", "test-results.json");
const check = [
  ["tsc", "--noEmit"],
  ["biome", "ci", "--error-on-warnings", "."],
  ["node", "operator/start/launch.cjs", "cli", "python", "check"],
  ["node", "operator/start/launch.cjs", "cli", "synth"],
  ["node", "operator/start/launch.cjs", "cli", "init:workflows", "--check"],
];
const format = [
  ["biome", "check", "--write", "."],
  ["node", "operator/start/launch.cjs", "cli", "python", "format"],
];
const test = [["jest", "--coverage", "--json", `--outputFile=${results}`, ...jestArguments]];
const users = process.env.PROJECT
  ? path.resolve(root, process.env.PROJECT) !== root
  : fs.existsSync(path.join(root, "project"));
const released = users ? "__tests__/project/users-project" : "__tests__/stacks/addresses";
const addresses = [["jest", "--selectProjects", "unit", "--testPathPatterns", `${released}\\.test`, "-t", "addresses"]];
const steps = { check, format, test: [...check, ...test], addresses };

process.chdir(root);
install();
process.env.PATH = `${root}/node_modules/.bin:${process.env.PATH}`;
const tested = path.join(root, ".local", "tested.json");
const project = path.resolve(process.env.PROJECT || (fs.existsSync("project") ? "project" : "."));
const commit = commitOf(root, project);
fs.rmSync(results, { force: true });
if (what === "addresses") process.env.UPDATE_ADDRESSES = "1";
let failed = 0;
for (const [tool, ...args] of steps[what]) {
  process.stderr.write(`\n> ${[tool, ...args].join(" ")}\n`);
  const { status, signal } = spawnSync(tool, args, { stdio: "inherit" });
  failed = signal ? 130 : (status ?? 1);
  if (failed) break;
}
if (fs.existsSync(results)) printSummary(JSON.parse(fs.readFileSync(results, "utf8")));
// `npm run checklist` reads it: which commit all tests ran on, and how they ended.
if (what === "test" && jestArguments.length === 0 && commit !== undefined && commit === commitOf(root, project)) {
  fs.writeFileSync(tested, JSON.stringify({ commit, passed: failed === 0, at: new Date().toISOString() }));
}
process.exitCode = failed;

/** What was left out and why, what failed, then one line that a machine can read: the end of a long log is read first. */
function printSummary({ testResults, numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests }) {
  const of = (wanted) =>
    testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.filter(({ status }) => status === wanted).map((one) => ({ file: name, ...one })),
    );
  const skipped = of("pending").map(({ fullName }) => `not run: ${fullName}`);
  const failed = of("failed").flatMap(({ file, fullName, failureMessages }) => [
    `failed: ${path.relative(root, file)}: ${fullName}`,
    ...inShort(failureMessages.join("\n")),
  ]);
  const unloaded = testResults
    .filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0)
    .flatMap(({ name, message }) => [`failed: ${path.relative(root, name)}`, ...inShort(message)]);
  const summary = `${numPassedTests} passed, ${numFailedTests || numFailedTestSuites} failed, ${numPendingTests} skipped`;
  process.stdout.write(`\n${[...skipped, ...failed, ...unloaded, summary].join("\n")}\n`);
}

/** The first lines of a failure that say something: neither the progress of a command nor the stack of calls. Jest has printed all of it. */
function inShort(message) {
  const lines = stripVTControlCharacters(message).split("\n");
  const telling = lines.filter((line) => /\S/.test(line) && !/^ *([\d.]+(ms|s|m\d*s?) |at )/.test(line));
  return telling.slice(0, 15).map((line) => `    ${line.trim().slice(0, 400)}`);
}
