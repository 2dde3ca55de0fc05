"use strict";
const { rmSync } = require("node:fs");

/** A process that a test killed may still write there. */
module.exports = () => rmSync(process.env.TMPDIR, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
