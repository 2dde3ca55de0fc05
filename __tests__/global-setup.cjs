"use strict";
const { mkdtempSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");

/** Makes one folder for all temporary files of a run: cdktf leaves thousands. global-teardown.cjs removes it. */
module.exports = () => {
  process.env.TMPDIR = mkdtempSync(path.join(tmpdir(), "multicloud-stacks-"));
};
