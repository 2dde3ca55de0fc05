import { type Command, Option } from "commander";
import { asJson } from "./arguments";
import { endNow } from "./process/end";
import { approved, planningCommand, stackCommand } from "./stack-command";

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
  stackCommand(
    program,
    "runbooks [stacks...]",
    "write a page for each stack's alarms under runbooks/ (of stacks with `runbook_url`, if none is named); exit code 1: error, or with --check a page that is not up to date",
  )
    .option("--alarm <name>", "print what the page of one stack says of this alarm, and write nothing")
    .option("--check", "write nothing; exit code 1 where a page is not as the settings make it")
    .action(async (stacks, options) => (await import("./commands/runbooks.js")).runbooks(stacks, options));
  stackCommand(
    program,
    "checklist <stack>",
    "print what is to be seen to before, during and after a deployment, ticked where it can be seen; exit code 0: nothing speaks against it, 1: error, 2: something is not so",
  )
    .option("--production", "also what is to be seen to before production")
    .option("--image <ref>", "the build that is meant, on ECS (functions: the commit of this checkout)")
    .action(async (stack, options) => (await import("./commands/checklist.js")).checklist(stack, options));
  stackCommand(
    program,
    "status [environments...]",
    "show what needs someone this morning, of environments or stacks (all, if none is named); exit code 0: nothing, 1: error, or something could not be looked up, 2: something",
  ).action(async (environments, options) => {
    await (await import("./commands/status.js")).status(environments, options);
    endNow();
  });
  approved(
    planningCommand(
      program,
      "drift [stacks...]",
      "compare stacks (all, if none is named) with what was deployed; exit code 0: no drift, 1: error, 2: drift",
    ),
    "with --revert: ",
  )
    .addOption(
      new Option("--markdown", "print it as Markdown, for an issue in a tracker, at most 60 KB").conflicts([
        "json",
        "revert",
      ]),
    )
    .addOption(
      new Option("--record", "keep what was found in the state bucket, for who looks later").conflicts("revert"),
    )
    .option("--revert", "then show the plan that puts the drifted resources back and, once it is approved, apply it")
    .option("--verbose", "show values whole, and all that raises no alarm")
    .action(async (stacks, options) => (await import("./commands/drift.js")).drift(stacks, options));
}
