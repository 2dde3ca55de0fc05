/**
 * Starts a program of this project: `node operator/launch.cjs <main|cli> [arguments]`.
 *
 * Uses Node built-ins only, because it runs before anything is installed. It installs what package-lock.json asks for,
 * bundles the sources when one has changed, and runs the bundle from V8's code cache: building a stack takes 0.2 s
 * instead of 7 s through ts-node.
 */
"use strict";
const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");

const root = path.resolve(__dirname, "..");
const programs = { main: "main.ts", cli: "operator/cli.ts" };
const sources = ["main.ts", "stacks", "modules", "settings", "operator", "package-lock.json"];

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 9)) fail(`Node 20.9 or newer is needed, found ${process.versions.node}`);
}

/** Runs `npm ci` when node_modules does not match the lockfile; an interrupted install leaves no stamp and is repeated. */
function install() {
  const lock = fs.readFileSync(path.join(root, "package-lock.json"));
  const wanted = createHash("sha256").update(lock).digest("hex");
  const stamp = path.join(root, "node_modules", ".installed");
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return;
  process.stderr.write("Installing npm packages…\n");
  const { status, stderr, error } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) fail(`npm ci failed: ${error?.message ?? stderr.trim()}`);
  fs.writeFileSync(stamp, wanted);
}

/** Name, size and time of every source file: a changed one gives another fingerprint. */
function fingerprint() {
  const hash = createHash("sha256").update(process.version);
  const visit = (relative) => {
    const file = path.join(root, relative);
    const stat = fs.statSync(file);
    if (stat.isDirectory()) {
      for (const name of fs.readdirSync(file).sort()) visit(path.join(relative, name));
    } else if (/\.(ts|cjs|json)$/.test(relative)) {
      hash.update(`${relative}\0${stat.size}\0${stat.mtimeMs}\n`);
    }
  };
  sources.forEach(visit);
  return hash.digest("hex").slice(0, 16);
}

/** The bundle of the current sources, made when it is not there. Written aside and renamed, so that it is whole or absent. */
function bundle() {
  const builds = path.join(root, ".local", "build");
  const folder = path.join(builds, fingerprint());
  if (fs.existsSync(folder)) return folder;
  const draft = path.join(builds, `draft-${process.pid}`);
  require("esbuild").buildSync({
    absWorkingDir: root,
    entryPoints: programs,
    outdir: draft,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minifySyntax: true,
    external: ["@aws-sdk/*", "esbuild"],
    logLevel: "error",
  });
  for (const name of fs.readdirSync(builds)) {
    if (path.join(builds, name) !== draft) fs.rmSync(path.join(builds, name), { recursive: true, force: true });
  }
  try {
    fs.renameSync(draft, folder);
  } catch (error) {
    // Another process made the same bundle meanwhile.
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    fs.rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

function run(file) {
  const cacheFile = file.replace(/\.cjs$/, ".cache");
  const cachedData = fs.existsSync(cacheFile) ? fs.readFileSync(cacheFile) : undefined;
  const script = new vm.Script(Module.wrap(fs.readFileSync(file, "utf8")), {
    filename: file,
    cachedData,
    importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (!cachedData || script.cachedDataRejected) {
    // On exit, when the functions that this run needed are compiled.
    process.once("exit", () => {
      if (!fs.existsSync(file)) return;
      fs.writeFileSync(`${cacheFile}.${process.pid}`, script.createCachedData());
      fs.renameSync(`${cacheFile}.${process.pid}`, cacheFile);
    });
  }
  const module = new Module(file, null);
  module.filename = file;
  module.paths = Module._nodeModulePaths(root);
  script
    .runInThisContext()
    .call(module.exports, module.exports, Module.createRequire(path.join(root, "main.ts")), module, file, root);
}

const [program, ...rest] = process.argv.slice(2);
if (!Object.hasOwn(programs, program)) fail(`expected one of ${Object.keys(programs).join(", ")}, found ${program}`);
checkNode();
process.chdir(root);
install();
process.argv.splice(2, process.argv.length, ...rest);
run(path.join(bundle(), `${program}.cjs`));
