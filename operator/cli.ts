import { Command, Option } from "commander";
import { asJson, collect, plainName, positive, seconds, variable } from "./arguments";
import { addInitCommand } from "./cli-init";
import { addLocalCommands } from "./cli-local";
import { addReleaseCommands } from "./cli-release";
import { addStateCommands } from "./cli-state";
import { addWatchCommands } from "./cli-watch";
import { howToMake, keyVariable, takeKey } from "./handover/key";
import { speakOfNpm } from "./help";
import { print, printError } from "./operations/command-output";
import { interrupt } from "./process/interrupt";
import { MistakesError, UserError } from "./process/user-error";
import { fileFailure } from "./start/file-failure.cjs";

const json = process.argv.includes("--json");

const program = new Command("npm run")
  .description("Deploys stacks with Terraform. Prints results to standard output, progress to standard error.")
  .option(
    "--project <folder>",
    "folder with environments/ and systems/ (default: project where it exists, else the examples)",
    collect,
    [],
  )
  .hook("preAction", (_, command) => {
    takeKey();
    const { project } = command.optsWithGlobals<{ project: string[] }>();
    // `init` takes a project of Google Cloud under the same name, as <environment>=<id>.
    const folders = project.filter((it) => command.name() !== "init" || !it.includes("="));
    if (folders.length > 0) process.env["PROJECT"] = folders.at(-1);
  })
  .showHelpAfterError(json ? false : "(--help lists commands and options)")
  .configureOutput({ outputError: (text, write) => (json ? printFailure(text.trim()) : write(text)) });

/** A command on stacks, with the options that all of them share. A command is loaded when it runs, so that help is quick. */
function stackCommand(name: string, stacks: string, description: string): Command {
  return program
    .command(`${name} ${stacks}`)
    .description(description)
    .option("--settings <file>", "tfvars file that overrides all others (repeatable)", collect, [])
    .option(...asJson);
}

/** As {@link stackCommand}, for commands that run a plan. */
function planningCommand(name: string, stacks: string, description: string): Command {
  return stackCommand(name, stacks, description)
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
    )
    .option(
      "--lock-timeout <time>",
      "wait this long for a lock of the state that another run holds, e.g. 90s, 2m",
      seconds,
    );
}

/** As {@link planningCommand}, for commands that change something. */
function changingCommand(name: string, stacks: string, description: string): Command {
  return planningCommand(name, stacks, description)
    .option("--yes", "approve without a question, except for protected stacks")
    .option(
      "--confirm <stack>",
      "approve this stack without a question, even if it is protected (repeatable)",
      collect,
      [],
    );
}

const noRefresh =
  "compare with the state only, not with the cloud: enough for a new image, and all that the deploy role may do";

const verbose = "show values whole, and each computed attribute";

stackCommand("synth", "[stacks...]", "build stacks (all, if none is named) under .local/synth").action(
  async (stacks, options) => (await import("./commands/synth.js")).synth(stacks, options),
);
planningCommand("plan", "<stacks...>", "show what a deploy would change; exit code 0: nothing, 1: error, 2: changes")
  .option("--destroy", "show what a destroy would remove")
  .option("--no-refresh", noRefresh)
  .option("--verbose", verbose)
  .addOption(
    new Option("--markdown", "print a comment for those who review it, at most 60 KB").conflicts(["json", "verbose"]),
  )
  .option(
    "--marker <name>",
    "name of that comment, where a pull request has several, e.g. one for each environment",
    plainName,
  )
  .option(
    "--out <folder>",
    `hand the plans over to another job, encrypted with the key in ${keyVariable} (${howToMake})`,
  )
  .action(async (stacks, options) => (await import("./commands/plan.js")).plan(stacks, options));
stackCommand(
  "preflight",
  "<stacks...>",
  "look at what a first deploy needs, and change nothing; exit code 1: something is missing",
)
  .option("--var <name=value>", "value of a Terraform variable, such as the image (repeatable)", variable, {})
  .action(async (stacks, options) => (await import("./commands/preflight.js")).preflight(stacks, options));
changingCommand("deploy", "[stacks...]", "show the plan and, once it is approved, apply exactly this plan")
  .addOption(
    new Option(
      "--planned [folder]",
      "apply the plan that `plan` saved, if settings and state are unchanged; from a folder: those that `plan --out` handed over",
    ).conflicts(["var", "refresh", "adopt", "replace", "moveState"]),
  )
  .option("--adopt", "import resources that a killed deploy created but did not save in the state, and go on")
  .option(
    "--replace <address>",
    "destroy this resource and make it again, with what is in it (repeatable)",
    collect,
    [],
  )
  .option("--move-state", "move a state that is where earlier settings kept it, e.g. from the bucket to HCP Terraform")
  .option("--no-wait", "do not wait until the services on ECS run what was deployed")
  .option("--no-preflight", "do not look at what a stack needs that does not exist yet")
  .option("--no-refresh", noRefresh)
  .option("--verbose", verbose)
  .action(async (stacks, options) => (await import("./commands/deploy.js")).deploy(stacks, options));
changingCommand("destroy", "<stacks...>", "destroy stacks; a stack that needs another goes first").action(
  async (stacks, options) => (await import("./commands/destroy.js")).destroy(stacks, options),
);
changingCommand("bootstrap", "<environment>", "create or repair an environment's state bucket and lock table").action(
  async (environment, options) => (await import("./commands/bootstrap.js")).bootstrap(environment, options),
);
stackCommand("outputs", "<stacks...>", "print outputs; sensitive values only with --reveal")
  .option("--reveal", "also print sensitive values")
  .action(async (stacks, options) => (await import("./commands/outputs.js")).outputs(stacks, options));
stackCommand(
  "publish-site",
  "<stack> [folder]",
  "publish a folder as a stack's website: upload changed files, remove others, invalidate CloudFront's copies",
)
  .option("--rollback", "restore the release before the current one")
  .option("--dry-run", "list the changes, and change nothing")
  .option("--wait", "wait until the invalidation is complete everywhere")
  .option("--yes", "approve without a question, unless the stack is protected")
  .option("--confirm <stack>", "approve without a question, even if the stack is protected", collect, [])
  .action(async (stack, folder, options) =>
    (await import("./commands/publish-site.js")).publishSite(stack, folder, options),
  );
stackCommand("unlock", "<stack>", "show who holds the lock of a stack's state, or release it")
  .option("--id <lock>", "release it, if it is the lock with this id")
  .action(async (stack, options) => (await import("./commands/unlock.js")).unlock(stack, options));
stackCommand("validate", "<stacks...>", "check stacks against their providers' schemas, without cloud access").action(
  async (stacks, options) => (await import("./commands/validate.js")).validate(stacks, options),
);
stackCommand("settings", "<stacks...>", "print every effective setting and where it was set").action(
  async (stacks, options) => (await import("./commands/settings.js")).settings(stacks, options),
);
program
  .command("stacks")
  .description("list all stacks, by environment")
  .option(...asJson)
  .action(async (options) => (await import("./commands/stacks.js")).stacks(options));
program
  .command("settings:schema")
  .description("print the JSON Schema of a tfvars file")
  .option(...asJson)
  .action(async () => (await import("./commands/settings.js")).settingsSchema());
program
  .command("settings:reference")
  .description("write docs/settings.md")
  .option(...asJson)
  .action(async (options) => (await import("./commands/settings.js")).settingsReference(options));

addReleaseCommands(program);
addWatchCommands(program);
addStateCommands(program);
addInitCommand(program);
addLocalCommands(program);
speakOfNpm(program);

// A reader such as `| head` may close the pipe: that must not end a deploy in the middle.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

program.parseAsync().catch((error: unknown) => {
  const unexpected = () => fileFailure(error) ?? String((error as Error).stack ?? error);
  const text = error instanceof UserError ? error.message : unexpected();
  if (json) printFailure(text, error instanceof MistakesError ? error.mistakes : undefined);
  else printError(text);
  process.exitCode = interrupt.exitCode || 1;
  // A request that still waits for its answer would keep the process.
  if (interrupt.requested) process.exit();
});

/** With --json, standard output has JSON when a command fails, too. */
function printFailure(error: string, mistakes?: readonly object[]): void {
  print(JSON.stringify({ type: "error", error, ...(mistakes && { mistakes }) }));
}
