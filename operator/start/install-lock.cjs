/** Node built-ins only: this runs before anything is installed. */
"use strict";
const { spawnSync } = require("node:child_process");
const { randomUUID } = require("node:crypto");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/** Waits until no other process installs. Ctrl-C ends the wait: nothing here takes the signal. */
function takeLock(lockFile) {
  fs.mkdirSync(path.dirname(lockFile), { recursive: true, mode: 0o700 });
  const draft = `${lockFile}.${randomUUID()}`;
  fs.writeFileSync(draft, JSON.stringify({ pid: process.pid, started: startOf(process.pid), ...here() }));
  const begun = Date.now();
  let said = false;
  try {
    for (;;) {
      if (isLinked(draft, lockFile)) return;
      const holder = installer(lockFile);
      if (!holder) fs.rmSync(lockFile, { force: true });
      else if (Date.now() - begun < 2000) pause();
      else {
        if (!said) process.stderr.write(`${waitText(holder, lockFile)}\n`);
        said = true;
        pause();
      }
    }
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/** Makes the lock file, whole or not at all. */
function isLinked(draft, lockFile) {
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

function waitText({ pid, host, unseen }, lockFile) {
  const file = path.relative(process.cwd(), lockFile);
  return unseen
    ? `waiting for process ${pid} of ${host}, which installs npm packages here and cannot be seen from here: if it has ended, remove ${file}`
    : `waiting for process ${pid}, which installs npm packages here (Ctrl-C ends the wait)`;
}

/** The process that installs; nothing if it has ended, or if the file is empty, cut off or of an older version. */
function installer(lockFile) {
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

module.exports = { takeLock };
