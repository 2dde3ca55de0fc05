"use strict";
const { types } = require("node:util");
const { TestEnvironment } = require("jest-environment-node");

// cdktf takes a stack trace of each token, which Jest maps to sources: an eighth of the time, for traces that are never read. Errors keep theirs.
const { captureStackTrace } = Error;
Error.captureStackTrace = (object, below) => {
  if (types.isNativeError(object)) captureStackTrace(object, below);
};

/** Node, with the packages of shared-modules.cjs loaded once for all test files of a process. */
module.exports = class extends TestEnvironment {
  constructor(...args) {
    // Before any test changes the folder: a package of cdktf replaces `process.cwd` by one that remembers the folder of its first call.
    require("cdktf");
    super(...args);
    this.global.sharedRequire = require;
    Object.defineProperty(this.global, "__cdktfTokenMap", {
      get: () => globalThis.__cdktfTokenMap,
      configurable: true,
    });
  }

  /** Removes the tokens of a test file: cdktf would keep them, each with its stack, until the process ends. */
  async teardown() {
    const { stringTokenMap, numberTokenMap } = globalThis.__cdktfTokenMap;
    stringTokenMap.clear();
    numberTokenMap.clear();
    await super.teardown();
  }
};
