/** Loaded with `node --require`: writes the process's peak memory, in KiB, to the file that PEAK_MEMORY_FILE names. */
"use strict";
process.once("exit", () => {
  require("node:fs").writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS));
});
