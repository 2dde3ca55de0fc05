import { type Command, Option } from "commander";
import { asJson, collect, positive, variable } from "./arguments";

/** Adds the commands that look at what is deployed, and compare it with what was written. */
export function addWatchCommands(program: Command): void {
  program
    .command("drift [stacks...]")
    .description(
      "compare stacks (all, if none is named) with what was deployed; exit code 0: no drift, 1: error, 2: drift",
    )
    .option("--settings <file>", "tfvars file that overrides all others (repeatable)", collect, [])
    .option("--var <name=value>", "value of a Terraform variable (repeatable)", variable, {})
    .addOption(
      new Option("--parallel <number>", "stacks compared at the same time, 0.6 GB of memory each")
        .default(4)
        .argParser(positive),
    )
    .addOption(
      new Option("--markdown", "print it as Markdown, for an issue in a tracker").conflicts(["json", "revert"]),
    )
    .addOption(
      new Option("--record", "keep what was found in the state bucket, for who looks later").conflicts("revert"),
    )
    .option("--revert", "then show the plan that puts the drifted resources back and, once it is approved, apply it")
    .option("--yes", "with --revert: approve without a question, except for protected stacks")
    .option(
      "--confirm <stack>",
      "with --revert: approve this stack without a question, even if it is protected (repeatable)",
      collect,
      [],
    )
    .option("--verbose", "show values whole, and all that raises no alarm")
    .option(...asJson)
    .action(async (stacks, options) => (await import("./commands/drift.js")).drift(stacks, options));
}
