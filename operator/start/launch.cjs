/** Installs and bundles what is missing, and starts a program of this project: `node operator/start/launch.cjs <main|cli> [arguments]`. */
"use strict";
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");
const { bundle, programs, shared, stackModule } = require("./bundle.cjs");
const { fail, install, root } = require("./install.cjs");

/** Scripts that have no code cache yet, by the file of the cache. */
const uncached = new Map();

// On exit, because the functions that a run needs are compiled by then.
process.once("exit", () => {
  for (const [file, script] of uncached) {
    if (!fs.existsSync(path.dirname(file))) continue;
    fs.writeFileSync(`${file}.${process.pid}`, script.createCachedData());
    fs.renameSync(`${file}.${process.pid}`, file);
  }
});

/** Runs a bundle from V8's code cache, which halves its loading time. Returns its exports. */
function run(file, require) {
  const cacheFile = file.replace(/\.cjs$/, ".cache");
  const cachedData = fs.existsSync(cacheFile) ? fs.readFileSync(cacheFile) : undefined;
  const script = new vm.Script(Module.wrap(fs.readFileSync(file, "utf8")), {
    filename: file,
    cachedData,
    importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (!cachedData || script.cachedDataRejected) uncached.set(cacheFile, script);
  const module = new Module(file, null);
  module.filename = file;
  script.runInThisContext().call(module.exports, module.exports, require, module, file, root);
  return module.exports;
}

/** The `require` of bundles. The shared libraries and the stacks are bundles too, each loaded once; all else comes from node_modules. */
function bundleRequire(folder) {
  const packages = Module.createRequire(path.join(root, "main.ts"));
  const loaded = new Map();
  const load = (name) => {
    if (!loaded.has(name)) loaded.set(name, run(path.join(folder, `${name}.cjs`), require));
    return loaded.get(name);
  };
  const require = (id) => {
    if (shared.includes(id)) return load("shared")[id];
    const [, stack] = stackModule.exec(id) ?? [];
    return stack ? load(stack) : packages(id);
  };
  return Object.assign(require, packages);
}

/** Runs a program in the current folder, with the arguments of the process. */
function start(program) {
  const folder = bundle();
  run(path.join(folder, `${program}.cjs`), bundleRequire(folder));
}

if (require.main === module) {
  const [program, ...rest] = process.argv.slice(2);
  if (!Object.hasOwn(programs, program)) fail(`expected one of ${Object.keys(programs).join(", ")}, found ${program}`);
  process.chdir(root);
  install();
  process.argv.splice(2, process.argv.length, ...rest);
  start(program);
}

module.exports = { start };
