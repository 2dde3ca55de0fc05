/** Node built-ins only: this runs before anything is installed. */
"use strict";
const { spawn, spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const root = path.resolve(__dirname, "../..");
const stamp = path.join(root, "node_modules", ".installed");
const lockFile = path.join(root, ".local", "install.pid");

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

/** Runs `npm ci` unless node_modules was installed from this package-lock.json. After an interrupted install there is no stamp, and it is repeated. */
function install() {
  checkNode();
  const wanted = createHash("sha256")
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const isInstalled = () => fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted;
  if (isInstalled()) return;
  // Two installs at the same time would delete each other's files.
  takeLock();
  try {
    if (!isInstalled()) runInstall(wanted);
  } finally {
    fs.rmSync(lockFile, { force: true });
  }
}

function takeLock() {
  fs.mkdirSync(path.dirname(lockFile), { recursive: true });
  for (;;) {
    try {
      fs.writeFileSync(lockFile, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (holderIsAlive()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    else fs.rmSync(lockFile, { force: true });
  }
}

function holderIsAlive() {
  try {
    process.kill(Number(fs.readFileSync(lockFile, "utf8")), 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
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
  const { status, stderr, error } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  clock.kill();
  if (status === 0) {
    fs.writeFileSync(stamp, wanted);
    return;
  }
  fs.rmSync(lockFile, { force: true });
  fail(`npm ci failed: ${error?.message ?? stderr.trim().split("\n").slice(0, 5).join("\n")}`);
}

module.exports = { root, fail, install };
