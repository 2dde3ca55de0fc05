/** Node built-ins only: this runs before anything is installed. */
"use strict";
const { spawn, spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { takeLock } = require("./install-lock.cjs");

const root = path.resolve(__dirname, "../..");
const stamp = path.join(root, "node_modules", ".installed");
const local = path.join(root, ".local");
const lockFile = path.join(local, "install.pid");

/** Ends the process with one line. */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 9))
    fail(`expected Node 20.9 or newer, found ${process.versions.node}: install a newer one (https://nodejs.org)`);
}

/** Makes `.local` a folder that only its owner can open, under every umask: plans, states and settings in it may hold secrets. */
function makePrivate() {
  fs.mkdirSync(local, { recursive: true, mode: 0o700 });
  if ((fs.statSync(local).mode & 0o077) === 0) return;
  try {
    fs.chmodSync(local, 0o700);
  } catch (error) {
    // Nothing new can be written to it then.
    if (error.code !== "EROFS") throw error;
  }
}

/** Works without the key of handed-over plans in the environment, so that no program that is started meanwhile sees it: a command takes it later. */
function withoutKey(work) {
  const { PLAN_KEY: key } = process.env;
  delete process.env.PLAN_KEY;
  try {
    return work();
  } finally {
    if (key !== undefined) process.env.PLAN_KEY = key;
  }
}

/** Runs `npm ci` unless node_modules was installed from this package-lock.json. After an interrupted install there is no stamp, and it is repeated. */
function install() {
  withoutKey(installMissing);
}

function installMissing() {
  checkNode();
  makePrivate();
  const wanted = createHash("sha256")
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const isInstalled = () => fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted;
  if (isInstalled()) return;
  // Two installs at the same time would delete each other's files.
  takeLock(lockFile);
  try {
    if (!isInstalled()) runInstall(wanted);
  } finally {
    fs.rmSync(lockFile, { force: true });
  }
}

/** Says every ten seconds for how long npm has been running: a process of its own, because this one waits for npm. */
function startClock() {
  const script = `const [begun, parent] = [Date.now(), process.ppid];
setInterval(() => {
  if (process.ppid !== parent) process.exit();
  process.stderr.write("Installing npm packages: " + Math.round((Date.now() - begun) / 1000) + "s…\\n");
}, 10000);`;
  return spawn(process.execPath, ["-e", script], { stdio: ["ignore", "ignore", "inherit"] });
}

function runInstall(wanted) {
  process.stderr.write("Installing npm packages…\n");
  const clock = startClock();
  try {
    npm("ci", "--no-audit", "--no-fund");
    // .npmrc lets no package run a script: these may, by name.
    npm("rebuild", "--ignore-scripts=false", ...scriptPackages());
  } finally {
    clock.kill();
  }
  fs.writeFileSync(stamp, wanted);
}

/** The packages whose install scripts run: `allowScripts` in package.json, which newer versions of npm read too. */
function scriptPackages() {
  const { allowScripts } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  return Object.keys(allowScripts).filter((name) => allowScripts[name]);
}

function npm(...args) {
  const { status, stderr, error } = spawnSync("npm", [...args, "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status === 0) return;
  fs.rmSync(lockFile, { force: true });
  fail(`npm ${args[0]} failed: ${error?.message ?? stderr.trim().split("\n").slice(0, 5).join("\n")}`);
}

module.exports = { root, fail, install, withoutKey };
