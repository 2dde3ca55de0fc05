/** Node built-ins only. What a run makes for itself and removes at its end; what a killed run left is removed by the next. */
"use strict";
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { hostname } = require("node:os");
const path = require("node:path");

/** After this time nothing is in use any more, even if its process cannot be seen from here. */
const oldMs = 7 * 24 * 3600 * 1000;

/** Six digits for the processes that this one sees: a container on the same folder has others. */
function here() {
  let namespace = "";
  try {
    namespace = fs.readlinkSync("/proc/self/ns/pid");
  } catch {
    // Not Linux: no containers.
  }
  return createHash("sha256").update(`${hostname()} ${namespace}`).digest("hex").slice(0, 6);
}

/** A name that says which process it belongs to. */
function ownName(prefix) {
  return `${prefix}-${here()}-${process.pid}`;
}

/** Removes what killed runs left in a folder under names of {@link ownName}. */
function removeLeftovers(folder, prefix) {
  if (!fs.existsSync(folder)) return;
  for (const name of fs.readdirSync(folder).filter((name) => name.startsWith(`${prefix}-`))) {
    const file = path.join(folder, name);
    try {
      if (isLeft(name.slice(prefix.length + 1), file)) fs.rmSync(file, { recursive: true, force: true });
    } catch {
      // Another run removes it, or nothing can be removed: what follows says so.
    }
  }
}

function isLeft(owner, file) {
  const [, place, pid] = /^([0-9a-f]{6})-(\d+)/.exec(owner) ?? [];
  if (place === here()) return !isAlive(Number(pid));
  return Date.now() - fs.statSync(file).mtimeMs > oldMs;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

module.exports = { ownName, removeLeftovers };
