"use strict";
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { root } = require("./install.cjs");
const { librariesOf, makeLibraries } = require("./libraries.cjs");
const { ownName, removeLeftovers } = require("./leftovers.cjs");

/** The programs that can be started, by name. */
const programs = { main: "main.ts", cli: "operator/cli.ts" };
/** All programs and stacks use one cdktf. */
const shared = ["cdktf", "constructs"];
/** The bindings of a provider. */
const bindings = /^@cdktf\/provider-/;
/** Loaded only when needed. */
const stackModule = /^\.\/[\w-]+\/([\w-]+-stack)\.js$/;
const sources = ["main.ts", "stacks", "modules", "settings", "operator", "package-lock.json"];

/** A hash of the program, of Node's version, and of the source files' names, sizes and times. */
function fingerprint(program) {
  const hash = createHash("sha256").update(program).update(process.version);
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
 * The folder with a bundle of a program and of each stack, without what is in libraries, and those. esbuild makes it when the sources have changed. With
 * it a stack is built in 0.2 s, through ts-node in 7 s. It is written under another name and then renamed, so that it is complete or absent.
 */
function bundle(program) {
  const builds = path.join(root, ".local", "build");
  const folder = path.join(builds, fingerprint(program));
  removeLeftovers(builds, "draft");
  const libraries = librariesOf(folder);
  if (libraries) return { folder, libraries };
  const draft = path.join(builds, ownName("draft"));
  try {
    build(program, draft);
    replaceOthers(builds, draft, folder);
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
  return { folder, libraries: librariesOf(folder) };
}

function build(program, draft) {
  const { buildSync } = require("esbuild");
  const options = {
    absWorkingDir: root,
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
  const { metafile } = buildSync({
    ...options,
    entryPoints: { [program]: programs[program], ...stackEntries() },
    outdir: draft,
    metafile: true,
    external: [
      "@aws-sdk/*",
      "@azure/identity",
      "google-auth-library",
      "esbuild",
      ...shared,
      "@cdktf/provider-*",
      "*-stack.js",
    ],
  });
  const imported = Object.entries(metafile.outputs).map(([file, { imports }]) => [
    path.basename(file, ".cjs"),
    [...new Set(imports.map(({ path: id }) => id).filter((id) => bindings.test(id)))].sort(),
  ]);
  const ofStacks = Object.fromEntries(imported.filter(([, packages]) => packages.length > 0));
  makeLibraries(draft, { shared, ofStacks, options });
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

module.exports = { bindings, bundle, programs, shared, stackModule };
