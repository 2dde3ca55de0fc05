"use strict";

/** Results of one test file for the others of the same process; one copy in a process, by shared-modules.cjs. */
module.exports = new Map();
