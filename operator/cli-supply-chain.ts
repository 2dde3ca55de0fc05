import { Argument, type Command } from "commander";
import { asJson } from "./arguments";

/** Adds the commands that look at what is built from, and at what was built. */
export function addSupplyChainCommands(program: Command): void {
  program
    .command("scans <reports...>")
    .description(
      "add up SARIF reports of scanners; critical > 0 or high > 5 fails, high > 0 warns; exit code 0: passed, 1: a report cannot be read, 2: failed",
    )
    .option("--out <folder>", "keep the sum there, as scans.json and scans.md")
    .option("--image <ref>", "the image that was scanned, with its digest, for the record")
    .option(...asJson)
    .action(async (reports, options) => (await import("./commands/scans.js")).scans(reports, options));
  program
    // A step of `npm run check` and `npm run format`.
    .command("python", { hidden: true })
    .description("format, lint and type the Python of this checkout; exit code 1: something was found")
    .addArgument(new Argument("<what>").choices(["check", "format"]))
    .action(async (what) => (await import("./commands/python.js")).python(what));
}
