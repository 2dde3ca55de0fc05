"use strict";

/**
 * Jest gives each test file its own copy of every module. For cdktf, the providers' bindings and zod that is half of the time that the
 * unit tests take, and nobody needs it: they are loaded once in a process, by Node itself, and this stands for them in each file.
 */
module.exports = {
  process: (_source, file) => ({ code: `module.exports = sharedRequire(${JSON.stringify(file)});` }),
  getCacheKey: (_source, file) => `shared ${file}`.replaceAll("/", "_"),
};
