"use strict";

/** What one test file has worked out, for the other files of the same process; loaded as shared-modules.cjs says. */
module.exports = new Map();
