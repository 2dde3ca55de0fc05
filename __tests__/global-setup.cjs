"use strict";
const { mkdtempSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");

/** One folder for all temporary files of a run, in all of its processes: cdktf leaves thousands. global-teardown.cjs removes it. */
module.exports = () => {
  process.env.TMPDIR = mkdtempSync(path.join(tmpdir(), "multicloud-stacks-"));
};
