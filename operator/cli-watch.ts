import type { Command } from "commander";
import { asJson, collect } from "./arguments";

/** Adds the commands that look at what is deployed, and compare it with what was written. */
export function addWatchCommands(program: Command): void {
  program
    .command("status [environments...]")
    .description("show what needs someone this morning, of environments or stacks (default: all)")
    .option("--settings <file>", "tfvars file that overrides all others (repeatable)", collect, [])
    .option(...asJson)
    .addHelpText(
      "after",
      "\nExit codes: 0 nothing needs someone; 1 something could not be looked up, or an error; 2 something needs someone.",
    )
    .action(async (environments, options) => (await import("./commands/status.js")).status(environments, options));
}
