/** Starts a program of this project with all it needs: `node operator/start/launch.cjs <main|cli> [arguments]`. */
"use strict";
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");
const { bundle, programs } = require("./bundle.cjs");
const { fail, install, root } = require("./install.cjs");

/** Runs a bundle from V8's code cache, which halves the time that loading it takes. */
function run(file) {
  const cacheFile = file.replace(/\.cjs$/, ".cache");
  const cachedData = fs.existsSync(cacheFile) ? fs.readFileSync(cacheFile) : undefined;
  const script = new vm.Script(Module.wrap(fs.readFileSync(file, "utf8")), {
    filename: file,
    cachedData,
    importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (!cachedData || script.cachedDataRejected) {
    // On exit, when the functions that a run needs are compiled.
    process.once("exit", () => {
      if (!fs.existsSync(file)) return;
      fs.writeFileSync(`${cacheFile}.${process.pid}`, script.createCachedData());
      fs.renameSync(`${cacheFile}.${process.pid}`, cacheFile);
    });
  }
  const module = new Module(file, null);
  module.filename = file;
  const require = Module.createRequire(path.join(root, "main.ts"));
  script.runInThisContext().call(module.exports, module.exports, require, module, file, root);
}

const [program, ...rest] = process.argv.slice(2);
if (!Object.hasOwn(programs, program)) fail(`expected one of ${Object.keys(programs).join(", ")}, found ${program}`);
process.chdir(root);
install();
process.argv.splice(2, process.argv.length, ...rest);
run(path.join(bundle(), `${program}.cjs`));
