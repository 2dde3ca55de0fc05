"use strict";
const { mkdtempSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");

/**
 * Makes one folder for all temporary files of a run: cdktf leaves thousands. global-teardown.cjs removes it.
 * Commands that a test starts mean the shipped examples, also where the user has a project: only the suite of `project/` reads that one,
 * which the variable PROJECT of the user may name.
 */
module.exports = () => {
  const { PROJECT: named = "" } = process.env;
  for (const name of ["STACKS", "SETTINGS_FILES"]) delete process.env[name];
  Object.assign(process.env, { PROJECT: ".", TESTED_PROJECT: named });
  process.env.TMPDIR = mkdtempSync(path.join(tmpdir(), "multicloud-stacks-"));
};
