/** Installs and bundles what is missing, and starts a program of this project: `node operator/start/launch.cjs <main|cli> [arguments]`. */
"use strict";
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");
const { bindings, bundle, programs, shared, stackModule } = require("./bundle.cjs");
const { fileFailure } = require("./file-failure.cjs");
const { fail, install, root, withoutKey } = require("./install.cjs");
const { removeLeftovers } = require("./leftovers.cjs");

/** Scripts that have no code cache yet, by the file of the cache. */
const uncached = new Map();

// On exit, because the functions that a run needs are compiled by then.
process.once("exit", () => {
  for (const [file, script] of uncached) writeCache(file, script);
});

/** Writes a code cache. Without it the next run is slower: no reason to call this one failed. */
function writeCache(file, script) {
  const draft = `${file}.${process.pid}`;
  try {
    if (!fs.existsSync(path.dirname(file))) return;
    fs.writeFileSync(draft, script.createCachedData());
    fs.renameSync(draft, file);
  } catch {
    try {
      fs.rmSync(draft, { force: true });
    } catch {
      // It could not be made either.
    }
  }
}

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

/**
 * The `require` of a bundle. cdktf and a stack's bindings come from libraries, the stacks are bundles too, and each is loaded once; all else
 * comes from node_modules.
 */
function bundleRequire({ folder, libraries }) {
  const packages = Module.createRequire(path.join(root, "main.ts"));
  const loaded = new Map();
  const load = (file, require) => {
    if (!loaded.has(file)) loaded.set(file, run(file, require));
    return loaded.get(file);
  };
  const requireOf = (name) => {
    const require = (id) => {
      if (shared.includes(id)) return load(libraries.shared, requireOf("shared"))[id]();
      if (bindings.test(id)) return load(libraries[name], requireOf(name))[id]();
      const [, stack] = stackModule.exec(id) ?? [];
      return stack ? load(path.join(folder, `${stack}.cjs`), requireOf(stack)) : packages(id);
    };
    return Object.assign(require, packages);
  };
  return requireOf;
}

/** Runs a program in the current folder, with the arguments of the process. */
function start(program) {
  // What this process and its children write is for its user only, even while it is being written.
  process.umask(0o077);
  for (const prefix of ["synth", "handed"]) removeLeftovers(path.join(root, ".local"), prefix);
  const made = withoutKey(() => bundle(program));
  run(path.join(made.folder, `${program}.cjs`), bundleRequire(made)(program));
}

if (require.main === module) {
  const [program, ...rest] = process.argv.slice(2);
  if (!Object.hasOwn(programs, program)) fail(`expected one of ${Object.keys(programs).join(", ")}, found ${program}`);
  process.chdir(root);
  try {
    install();
    process.argv.splice(2, process.argv.length, ...rest);
    start(program);
  } catch (error) {
    const line = fileFailure(error);
    if (!line) throw error;
    fail(line);
  }
}

module.exports = { start };
