/** Node built-ins only: this runs before anything is installed. */
"use strict";
const { spawn, spawnSync } = require("node:child_process");
const { createHash, randomUUID } = require("node:crypto");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

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

/** Makes `.local` a folder that only its owner can open, whatever the umask: plans, states and settings in it may hold secrets. */
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

/** Runs `npm ci` unless node_modules was installed from this package-lock.json. After an interrupted install there is no stamp, and it is repeated. */
function install() {
  checkNode();
  makePrivate();
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

/** Waits until no other process installs. Ctrl-C ends the wait: nothing here takes the signal. */
function takeLock() {
  fs.mkdirSync(path.dirname(lockFile), { recursive: true, mode: 0o700 });
  const draft = `${lockFile}.${randomUUID()}`;
  fs.writeFileSync(draft, JSON.stringify({ pid: process.pid, started: startOf(process.pid), ...here() }));
  const begun = Date.now();
  let said = false;
  try {
    for (;;) {
      if (isLinked(draft)) return;
      const holder = installer();
      if (!holder) fs.rmSync(lockFile, { force: true });
      else if (Date.now() - begun < 2000) pause();
      else {
        if (!said) process.stderr.write(`${waitText(holder)}\n`);
        said = true;
        pause();
      }
    }
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/** Makes the lock file, whole or not at all. */
function isLinked(draft) {
  try {
    fs.linkSync(draft, lockFile);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function pause() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
}

function waitText({ pid, host, unseen }) {
  const file = path.relative(process.cwd(), lockFile);
  return unseen
    ? `waiting for process ${pid} of ${host}, which installs npm packages here and cannot be seen from here: if it has ended, remove ${file}`
    : `waiting for process ${pid}, which installs npm packages here (Ctrl-C ends the wait)`;
}

/** The process that installs; nothing if it has ended, or if the file is empty, cut off or of an older version. */
function installer() {
  try {
    const holder = JSON.parse(fs.readFileSync(lockFile, "utf8"));
    if (!holder.pid || !holder.started) return undefined;
    const { host, boot, namespace } = here();
    const unseen = holder.host !== host || (holder.boot === boot && holder.namespace !== namespace);
    if (unseen) return { ...holder, unseen };
    return holder.boot === boot && startOf(holder.pid) === holder.started ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Where a process id means something: operator/process/process-identity.ts has the same for the other locks. */
function here() {
  const onLinux = (read) => (process.platform === "linux" ? read() : undefined);
  return {
    host: os.hostname(),
    namespace: onLinux(() => fs.readlinkSync("/proc/self/ns/pid")),
    boot: onLinux(() => fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
  };
}

/** When a process started: an id alone may be another process's by now. */
function startOf(pid) {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    if (process.platform === "linux") return undefined;
  }
  return spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() || undefined;
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

module.exports = { root, fail, install };
