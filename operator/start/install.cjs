/** Node built-ins only: this runs before anything is installed. */
"use strict";
const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const root = path.resolve(__dirname, "../..");

/** Ends the process with one line. */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 9)) fail(`Node 20.9 or newer is needed, found ${process.versions.node}`);
}

/** Runs `npm ci` when node_modules is not what package-lock.json asks for. An interrupted install leaves no stamp, so it is repeated. */
function install() {
  checkNode();
  const wanted = createHash("sha256")
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const stamp = path.join(root, "node_modules", ".installed");
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return;
  process.stderr.write("Installing npm packages…\n");
  const { status, stderr, error } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) fail(`npm ci failed: ${error?.message ?? stderr.trim().split("\n").slice(0, 5).join("\n")}`);
  fs.writeFileSync(stamp, wanted);
}

module.exports = { root, fail, install };
