/**
 * `npm run check:cdktn`: builds all stacks of the shipped examples a second time with cdktn, the maintained successor of cdktf, under the npm
 * alias `cdktf`, in a copy of the checkout. The files may differ in the version that they name, and in nothing else. Exit code 1 where they do.
 */
"use strict";
const { execFileSync, spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { fail, install, root } = require("./install.cjs");

/** The alias, and the `constructs` that this version of cdktn wants. */
const packages = ["cdktf@npm:cdktn@0.24.0", "constructs@10.6.0"];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cdktn-"));
process.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }));

process.chdir(root);
install();
const copy = path.join(folder, "project");
copySource(copy);
// The command line of cdktf and its bindings name cdktf's version as a peer.
run(
  "npm",
  ["install", "--save-exact", "--legacy-peer-deps", "--omit=dev", "--no-audit", "--no-fund", ...packages],
  copy,
);
const lock = fs.readFileSync(path.join(copy, "package-lock.json"));
fs.writeFileSync(path.join(copy, "node_modules/.installed"), createHash("sha256").update(lock).digest("hex"));

const [expected, found] = [build(root, "cdktf"), build(copy, "cdktn")];
const ids = fs.readdirSync(path.join(expected, "stacks")).sort();
const others = fs.readdirSync(path.join(found, "stacks")).sort();
if (others.join() !== ids.join()) fail(`expected the stacks ${ids.join(", ")}, found ${others.join(", ")} with cdktn`);
const different = ids.filter((id) => contentOf(expected, id) !== contentOf(found, id));
if (different.length > 0) {
  fail(`expected cdktn to write what cdktf writes, found other content in ${different.join(", ")}`);
}
process.stdout.write(`${ids.length} stacks: with ${packages[0]} their files differ in the version alone\n`);

function copySource(to) {
  const files = execFileSync("git", ["ls-files", "-z"], { encoding: "utf8" }).split("\0").filter(Boolean);
  for (const file of files) {
    if (file.startsWith("project/") || !fs.existsSync(file)) continue;
    fs.mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    fs.copyFileSync(file, path.join(to, file));
  }
}

/** Builds all stacks and returns the folder of what was written. */
function build(project, name) {
  const outdir = path.join(folder, name);
  run(process.execPath, ["operator/start/launch.cjs", "main"], project, { CDKTF_OUTDIR: outdir, PROJECT: "." });
  return outdir;
}

/** A stack's file without cdktf's version and its line breaks: what Terraform reads. */
function contentOf(outdir, id) {
  const content = JSON.parse(fs.readFileSync(path.join(outdir, "stacks", id, "cdk.tf.json"), "utf8"));
  delete content["//"].metadata.version;
  return JSON.stringify(content);
}

/** Runs a command that must succeed. */
function run(program, args, cwd, env = {}) {
  const options = { cwd, env: { ...process.env, ...env }, encoding: "utf8" };
  const { status, error, stdout, stderr } = spawnSync(program, args, options);
  if (status !== 0) fail(`${program} ${args[0]} failed: ${error?.message ?? `${stdout}${stderr}`.trim()}`);
}
