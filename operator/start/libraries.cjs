/**
 * Bundles of packages: one of cdktf, and one for each stack with the bindings that it imports. They are kept apart from the bundles of our own
 * sources, because they are most of the bytes and the same after most edits, and in most commits.
 */
"use strict";
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { root } = require("./install.cjs");
const { ownName, removeLeftovers } = require("./leftovers.cjs");

const kept = path.join(root, ".local", "libraries");
/** In a folder of bundles: the file of each library that they load, by the name of the bundle. */
const list = "libraries.json";
/** A library that no new bundle has used for so long goes. */
const oldMs = 7 * 24 * 3600 * 1000;

/** The file of a library. Its name follows from all that its bytes follow from. */
function fileOf(name, packages) {
  const hash = createHash("sha256").update(process.version);
  hash.update(fs.readFileSync(path.join(root, "package-lock.json"))).update(JSON.stringify(packages));
  return `${name}-${hash.digest("hex").slice(0, 16)}.cjs`;
}

/**
 * Makes the libraries that are not kept, and writes the list of all into a folder of bundles. `ofStacks` are the packages of each stack's, by
 * the stack's name; `shared` those of the one that all load.
 */
function makeLibraries(folder, { shared, ofStacks, options }) {
  const wanted = { shared, ...ofStacks };
  const files = Object.fromEntries(Object.entries(wanted).map(([name, packages]) => [name, fileOf(name, packages)]));
  const isMissing = (name) => !fs.existsSync(path.join(kept, files[name]));
  build(wanted, files, ["shared"].filter(isMissing), options);
  build(wanted, files, Object.keys(ofStacks).filter(isMissing), { ...options, external: shared });
  for (const file of Object.values(files)) fs.utimesSync(path.join(kept, file), new Date(), new Date());
  removeOld();
  fs.writeFileSync(path.join(folder, list), JSON.stringify(files));
}

/** Each is written into a draft and then renamed, so that it is complete or absent. */
function build(wanted, files, missing, options) {
  if (missing.length === 0) return;
  removeLeftovers(kept, "draft");
  const draft = path.join(kept, ownName("draft"));
  fs.mkdirSync(draft, { recursive: true });
  try {
    const entryPoints = missing.map((name) => path.join(draft, files[name].replace(/\.cjs$/, ".js")));
    for (const [index, name] of missing.entries()) fs.writeFileSync(entryPoints[index], source(wanted[name]));
    require("esbuild").buildSync({ ...options, entryPoints, outdir: draft });
    for (const name of missing) fs.renameSync(path.join(draft, files[name]), path.join(kept, files[name]));
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

/** Loads each package at its first use. */
function source(packages) {
  const entries = packages.map((id) => `${JSON.stringify(id)}: () => require(${JSON.stringify(id)}),\n`);
  return `module.exports = {\n${entries.join("")}};\n`;
}

function removeOld() {
  for (const name of fs.readdirSync(kept).filter((name) => !name.startsWith("draft-"))) {
    const file = path.join(kept, name);
    const usedAt = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - usedAt > oldMs) fs.rmSync(file, { force: true });
  }
}

/** The libraries of a folder of bundles: each one's path by the name of the bundle. Nothing where one is missing. */
function librariesOf(folder) {
  const file = path.join(folder, list);
  if (!fs.existsSync(file)) return undefined;
  const files = Object.entries(JSON.parse(fs.readFileSync(file, "utf8")));
  const paths = files.map(([name, library]) => [name, path.join(kept, library)]);
  return paths.every(([, library]) => fs.existsSync(library)) ? Object.fromEntries(paths) : undefined;
}

module.exports = { librariesOf, makeLibraries };
