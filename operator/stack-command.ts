import { type Command, Option } from "commander";
import { asJson, collect, positive, seconds, variable } from "./arguments";

/** Adds a command on stacks, with the options that all of them share. */
export function stackCommand(parent: Command, usage: string, description: string): Command {
  return parent
    .command(usage)
    .description(description)
    .option("--settings <file>", "tfvars file that overrides all others (repeatable)", collect, [])
    .option(...asJson);
}

/** As {@link stackCommand}, for commands that run a plan of each stack. */
export function planningCommand(parent: Command, usage: string, description: string): Command {
  return stackCommand(parent, usage, description)
    .option(
      "--var <name=value>",
      "value of a Terraform variable, for the stacks that declare it (repeatable)",
      variable,
      {},
    )
    .addOption(
      new Option("--parallel <number>", "stacks worked on at the same time, about 0.6 GB of memory each")
        .default(4)
        .argParser(positive),
    );
}

/** As {@link planningCommand}, for commands that lock the state. */
export function lockingCommand(parent: Command, usage: string, description: string): Command {
  return planningCommand(parent, usage, description).option(
    "--lock-timeout <time>",
    "wait this long for a lock of the state that another run holds, e.g. 90s, 2m",
    seconds,
  );
}

/** As {@link approved}, for the commands that a job of GitHub Actions runs, too. */
export function approvedInJobs(command: Command): Command {
  return approved(command).addOption(
    new Option(
      "--confirm-by <service>",
      "in a job of GitHub Actions: the approval of its environment confirms protected stacks, by another person than the one who triggered the run; it needs GITHUB_TOKEN",
    ).choices(["github"]),
  );
}

/** Adds the options that approve a change. @param when words before their descriptions */
export function approved(command: Command, when = ""): Command {
  return command
    .option("--yes", `${when}approve without a question, except for protected stacks`)
    .option(
      "--confirm <stack>",
      `${when}approve this stack without a question, even if it is protected (repeatable)`,
      collect,
      [],
    );
}
