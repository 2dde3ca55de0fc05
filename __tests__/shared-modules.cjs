"use strict";

/**
 * Jest loads a copy of every module for each test file. For cdktf, the providers' bindings and zod that takes half of the time of the unit
 * tests. So Node itself loads them once in a process, and each file gets that copy.
 */
module.exports = {
  process: (_source, file) => ({ code: `module.exports = sharedRequire(${JSON.stringify(file)});` }),
  getCacheKey: (_source, file) => `shared ${file}`.replaceAll("/", "_"),
};
