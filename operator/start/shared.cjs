/** What a program and the stacks that it loads have in common: one cdktf for all of them. */
"use strict";
module.exports = { cdktf: require("cdktf"), constructs: require("constructs") };
