import { type Command, Option } from "commander";
import { positive } from "./arguments";
import { approved, stackCommand } from "./stack-command";

const versions = "now, -1 (the one before it), -2 …, a serial, or the beginning of a version's id";

/** Adds `npm run state`. */
export function addStateCommands(program: Command): void {
  const state = program.command("state").description("versions of a stack's state: list, look, compare, put back");
  const command = (usage: string, description: string) =>
    stackCommand(state, usage, description).addOption(
      new Option("--most <number>", "how many versions are read").default(50).argParser(positive),
    );

  command(
    "history <stack>",
    "versions with when, who and what changed; exit code 0: the newest is whole, 1: it is not, or an error",
  ).action(async (stack, options) => (await import("./commands/state.js")).stateHistory(stack, options));
  command("show <stack>", "addresses and names of outputs of one version, no values; exit code 1: error")
    .option("--version <version>", versions, "now")
    .action(async (stack, options) => (await import("./commands/state.js")).stateShow(stack, options));
  command(
    "diff <stack> <from> [to]",
    "addresses and names of attributes that differ, no values; exit code 0: nothing, 1: error, 2: differences",
  ).action(async (stack, from, to, options) =>
    (await import("./commands/state.js")).stateDiff(stack, from, to, options),
  );
  approved(
    command(
      "restore <stack>",
      "show the next plan with a version and, once it is approved, put it back as the newest; exit code 1: refused, declined or failed",
    ),
  )
    .requiredOption("--version <version>", versions)
    .option("--no-plan", "do not show what the next plan does with it: where Terraform cannot plan")
    .option("--no-refresh", "compare with the state only, not with the cloud")
    .action(async (stack, options) => (await import("./commands/state.js")).stateRestore(stack, options));
}
