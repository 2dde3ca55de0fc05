"use strict";
const { types } = require("node:util");
const { TestEnvironment } = require("jest-environment-node");

// cdktf takes a stack trace of each token, which Jest maps to sources, an eighth of the time, and which nobody reads. Errors have theirs.
const { captureStackTrace } = Error;
Error.captureStackTrace = (object, below) => {
  if (types.isNativeError(object)) captureStackTrace(object, below);
};

/** Node, with the packages that shared-modules.cjs stands for loaded once for all test files of a process. */
module.exports = class extends TestEnvironment {
  constructor(...args) {
    super(...args);
    this.global.sharedRequire = require;
    Object.defineProperty(this.global, "__cdktfTokenMap", {
      get: () => globalThis.__cdktfTokenMap,
      configurable: true,
    });
  }

  /** cdktf keeps every token, and each its stack, until the process ends; the next file needs none of them. */
  async teardown() {
    const { stringTokenMap, numberTokenMap } = globalThis.__cdktfTokenMap;
    stringTokenMap.clear();
    numberTokenMap.clear();
    await super.teardown();
  }
};
