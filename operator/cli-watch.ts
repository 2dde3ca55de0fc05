import type { Command } from "commander";
import { asJson } from "./arguments";

/** Adds the commands that look at what is deployed, and compare it with what was written. */
export function addWatchCommands(program: Command): void {
  program
    .command("affected")
    .description(
      "list the stacks whose files differ from those of a commit, and why; exit code 0: none, 1: error, 2: some",
    )
    .requiredOption("--since <ref>", "commit, branch or tag to compare with; uncommitted changes count as changes")
    .option(...asJson)
    .action(async (options) => (await import("./commands/affected.js")).affected(options));
}
