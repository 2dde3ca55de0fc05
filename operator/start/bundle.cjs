"use strict";
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { root } = require("./install.cjs");
const { ownName, removeLeftovers } = require("./leftovers.cjs");

/** The programs that can be started, by name. */
const programs = { main: "main.ts", cli: "operator/cli.ts" };
/** Loaded only when needed: cdktf, and each stack with its provider's bindings. */
const shared = ["cdktf", "constructs"];
const stackModule = /^\.\/[\w-]+\/([\w-]+-stack)\.js$/;
const sources = ["main.ts", "stacks", "modules", "settings", "operator", "package-lock.json"];

/** A hash of Node's version and of the source files' names, sizes and times. */
function fingerprint() {
  const hash = createHash("sha256").update(process.version);
  const visit = (relative) => {
    const stat = fs.statSync(path.join(root, relative));
    if (stat.isDirectory()) {
      for (const name of fs.readdirSync(path.join(root, relative)).sort()) visit(path.join(relative, name));
    } else if (/\.(ts|cjs|json)$/.test(relative)) {
      hash.update(`${relative}\0${stat.size}\0${stat.mtimeMs}\n`);
    }
  };
  sources.forEach(visit);
  return hash.digest("hex").slice(0, 16);
}

function stackEntries() {
  const files = fs
    .readdirSync(path.join(root, "stacks"), { recursive: true })
    .filter((name) => name.endsWith("-stack.ts"));
  return Object.fromEntries(files.map((name) => [path.basename(name, ".ts"), path.join("stacks", name)]));
}

/**
 * The folder with a bundle of each program and of each stack. esbuild makes it when the sources have changed. With it a stack is built in
 * 0.2 s, through ts-node in 7 s. It is written under another name and then renamed, so that it is complete or absent.
 */
function bundle() {
  const builds = path.join(root, ".local", "build");
  const folder = path.join(builds, fingerprint());
  removeLeftovers(builds, "draft");
  if (fs.existsSync(folder)) return folder;
  const draft = path.join(builds, ownName("draft"));
  try {
    build(draft);
    replaceOthers(builds, draft, folder);
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

function build(draft) {
  const { buildSync } = require("esbuild");
  const options = {
    absWorkingDir: root,
    outdir: draft,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // A script from the code cache cannot use import(): what is not bundled is loaded with require().
    supported: { "dynamic-import": false },
    // The error that is thrown has the same text.
    logLevel: "silent",
  };
  buildSync({ ...options, entryPoints: { shared: "operator/start/shared.cjs" } });
  buildSync({
    ...options,
    entryPoints: { ...programs, ...stackEntries() },
    external: ["@aws-sdk/*", "@azure/identity", "google-auth-library", "esbuild", ...shared, "*-stack.js"],
  });
}

/** How many other bundles are kept: a command that still runs loads parts of its own when it needs them. */
const keptBundles = 3;

function replaceOthers(builds, draft, folder) {
  const others = fs
    .readdirSync(builds)
    .filter((name) => !name.startsWith("draft-"))
    .map((name) => path.join(builds, name))
    .map((file) => ({ file, madeAt: fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((one, other) => other.madeAt - one.madeAt);
  for (const { file } of others.slice(keptBundles)) fs.rmSync(file, { recursive: true, force: true });
  try {
    fs.renameSync(draft, folder);
  } catch (error) {
    // Another process has made the same bundle in the meantime.
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  }
}

module.exports = { programs, shared, stackModule, bundle };
