/** Node built-ins only: `npm test` runs this before anything is installed. */
"use strict";
const { spawnSync } = require("node:child_process");

/** What commands, builds and tests follow from, in the product and in a project. What jobs put next to it, such as plans, is none of it. */
const sources = [
  ...["main.ts", "stacks", "modules", "settings", "charts", "operator", "__tests__", "package-lock.json"],
  ...["environments", "systems", "functions", "drift.tfvars"],
];

function git(folder, ...args) {
  const { status, stdout } = spawnSync("git", args, { cwd: folder, encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * The commit of the checkout that a folder is in, with `-dirty` where files differ from it or sources are in no commit; nothing outside Git.
 * Files that Git ignores do not count.
 */
function commitOf(folder, ...others) {
  const commit = git(folder, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*");
  if (commit === undefined || commit.endsWith("-dirty")) return commit;
  const checkout = (of) => git(of, "rev-parse", "--show-toplevel");
  const status = ["--no-optional-locks", "status", "--porcelain", "--untracked-files=all", "--", ...sources];
  const own = [folder, ...others].filter((of) => checkout(of) === checkout(folder));
  return own.some((of) => git(of, ...status)) ? `${commit}-dirty` : commit;
}

module.exports = { commitOf };
