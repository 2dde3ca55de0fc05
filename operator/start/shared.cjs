/** Libraries that a program and the stacks that it loads share: all of them use one cdktf. */
"use strict";
module.exports = { cdktf: require("cdktf"), constructs: require("constructs") };
