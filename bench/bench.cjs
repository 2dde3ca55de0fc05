/**
 * `npm run bench [-- <part> …] [-- --json] [-- --rounds <number>]`: speed and memory, as ratios of one run
 * (docs/performance.md). Bundles the benchmark and starts it.
 */
"use strict";
const path = require("node:path");
const { install, root } = require("../operator/start/install.cjs");

process.chdir(root);
// The shipped examples are measured, also where the user has a project.
process.env.PROJECT = ".";
install();
const outdir = path.join(root, ".local", "bench", "programs");
require("esbuild").buildSync({
  entryPoints: ["bench/main.ts", "bench/many-stacks.ts"],
  outdir,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  external: ["esbuild"],
  logLevel: "error",
});
require(path.join(outdir, "main.cjs"));
