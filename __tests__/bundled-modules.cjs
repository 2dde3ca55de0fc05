"use strict";
const { createHash } = require("node:crypto");
const { buildSync } = require("esbuild");

/**
 * Jest loads CommonJS alone. A package of ECMAScript modules becomes one file of it, with what it imports: a class `Array` of its own would also
 * collide with the globals that jest.config.js passes to each module.
 */
module.exports = {
  process: (_source, file) => ({
    code: buildSync({
      entryPoints: [file],
      bundle: true,
      format: "cjs",
      platform: "node",
      target: "node20",
      write: false,
    }).outputFiles[0].text,
  }),
  getCacheKey: (source, file) => createHash("sha256").update(`bundled ${file} ${source}`).digest("hex"),
};
