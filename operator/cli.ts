import { Command, InvalidArgumentError, Option } from "commander";
import { printError } from "./operations/command-output";
import { interrupt } from "./process/interrupt";
import { UserError } from "./process/user-error";

const program = new Command("multicloud-stacks")
  .description("Deploys stacks with Terraform. Results go to standard output, progress to standard error.")
  .showHelpAfterError("(--help shows what there is)");

/** A command on stacks, with the options that all of them have. Commands are loaded when they run, so that help is quick. */
function stackCommand(name: string, stacks: string, description: string): Command {
  return program
    .command(`${name} ${stacks}`)
    .description(description)
    .option("--settings <file>", "tfvars file that overrides all others (repeatable)", collect, [])
    .option("--json", "print JSON and nothing else");
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
    .addOption(new Option("--parallel <number>", "stacks worked on side by side").default(4).argParser(positive));
}

/** As {@link planningCommand}, for commands that change something. */
function changingCommand(name: string, stacks: string, description: string): Command {
  return planningCommand(name, stacks, description)
    .option("--yes", "do not ask, except for protected stacks")
    .option("--confirm <stack>", "do not ask for this stack, even if it is protected (repeatable)", collect, []);
}

const noRefresh =
  "compare with the state only, not with what is deployed: enough for a new image, and for the deploy role";

stackCommand("synth", "[stacks...]", "build stacks (all, when none is named) under .local/synth").action(
  async (stacks, options) => (await import("./commands/synth.js")).synth(stacks, options),
);
planningCommand("plan", "<stacks...>", "show what a deploy would do; exit code 0: nothing, 1: error, 2: changes")
  .option("--destroy", "show what a destroy would do")
  .option("--no-refresh", noRefresh)
  .action(async (stacks, options) => (await import("./commands/plan.js")).plan(stacks, options));
changingCommand("deploy", "<stacks...>", "plan, show, ask, and apply exactly that plan")
  .addOption(
    new Option("--planned", "apply the plan that `plan` saved, if nothing has changed since").conflicts([
      "var",
      "refresh",
      "adopt",
    ]),
  )
  .option("--adopt", "import what an interrupted deploy made without noting it in the state, and go on")
  .option("--no-refresh", noRefresh)
  .action(async (stacks, options) => (await import("./commands/deploy.js")).deploy(stacks, options));
changingCommand("destroy", "<stacks...>", "destroy stacks, those that need others first").action(
  async (stacks, options) => (await import("./commands/destroy.js")).destroy(stacks, options),
);
changingCommand("bootstrap", "<environment>", "make or repair an environment's state bucket and lock table").action(
  async (environment, options) => (await import("./commands/bootstrap.js")).bootstrap(environment, options),
);
stackCommand("outputs", "<stacks...>", "print outputs; sensitive ones are left out")
  .option("--reveal", "print sensitive outputs too")
  .action(async (stacks, options) => (await import("./commands/outputs.js")).outputs(stacks, options));
stackCommand(
  "publish-site",
  "<stack> [folder]",
  "make a stack's website what a folder is: what changed is uploaded and invalidated",
)
  .option("--rollback", "put back what the site was before the current release")
  .option("--dry-run", "say what would be changed, and change nothing")
  .option("--wait", "wait until CloudFront has forgotten its old copies everywhere")
  .option("--yes", "do not ask, except for a protected stack")
  .option("--confirm <stack>", "do not ask, even if the stack is protected", collect, [])
  .action(async (stack, folder, options) =>
    (await import("./commands/publish-site.js")).publishSite(stack, folder, options),
  );
stackCommand("unlock", "<stack>", "show who holds the lock of a stack's state, or free it")
  .option("--id <lock>", "free it, if it is this lock")
  .action(async (stack, options) => (await import("./commands/unlock.js")).unlock(stack, options));
stackCommand("validate", "<stacks...>", "check stacks against their providers' schemas, without a cloud").action(
  async (stacks, options) => (await import("./commands/validate.js")).validate(stacks, options),
);
stackCommand("settings", "<stacks...>", "print every effective setting and where it was set").action(
  async (stacks, options) => (await import("./commands/settings.js")).settings(stacks, options),
);
program
  .command("settings:schema")
  .description("print the JSON Schema of a tfvars file")
  .action(async () => (await import("./commands/settings.js")).settingsSchema());
program
  .command("settings:reference")
  .description("write docs/settings.md")
  .action(async () => (await import("./commands/settings.js")).settingsReference());

const local = program.command("local").description("the emulator on this machine, and what is deployed to it");
local
  .command("start")
  .description("deploy every AWS stack of `local` to the emulator, and prove the result")
  .addOption(
    new Option("--port <number>", "port of moto on 127.0.0.1, MiniStack takes the next; without, free ones").argParser(
      positive,
    ),
  )
  .option("--kube-context <name>", "also deploy kubernetes-local, to the cluster of this context of the kubeconfig")
  .action(async (options) => (await import("./local/start.js")).start(options));
for (const [name, description] of [
  ["status", "what runs"],
  ["reset", "empty the emulator"],
  ["down", "destroy everything, check that nothing is left, stop the emulator"],
  ["env", "print what points AWS tools at the emulator"],
] as const) {
  local
    .command(name)
    .description(description)
    .action(async () => (await import("./local/commands.js"))[name]());
}

// Who reads our output may go away, as `| head` does; that must not end a deploy in the middle.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

program.parseAsync().catch((error: unknown) => {
  printError(error instanceof UserError ? error.message : String((error as Error).stack ?? error));
  process.exitCode = interrupt.exitCode || 1;
});

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function variable(value: string, before: Record<string, string>): Record<string, string> {
  const at = value.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("expected name=value");
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) };
}

function positive(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("expected a whole number from 1");
  return number;
}
