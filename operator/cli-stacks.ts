import { type Command, Option } from "commander";
import { asJson, collect, plainName, variable } from "./arguments";
import { fromOwnState, fromState, howToMake, keyVariable } from "./handover/key";
import { approved, approvedInJobs, lockingCommand, stackCommand } from "./stack-command";

const noRefresh =
  "compare with the state only, not with the cloud: enough for a new image, and all that the deploy role may do";

const policy = [
  "--policy",
  "refuse a plan in which checkov finds what has no reason in policy.md of the project",
] as const;

const releaseUnseen = [
  "--release-unseen",
  "go on where the log of releases cannot be read, and the state shows none: you know that no release runs",
] as const;

const verbose = "show values whole, and each computed attribute";

/** Adds the commands that build, plan and change stacks. A command is loaded when it runs, so that help is quick. */
export function addStackCommands(program: Command): void {
  stackCommand(program, "synth [stacks...]", "build stacks (all, if none is named) under .local/synth").action(
    async (stacks, options) => (await import("./commands/synth.js")).synth(stacks, options),
  );
  lockingCommand(
    program,
    "plan <stacks...>",
    "show what a deploy would change; exit code 0: nothing, 1: error, 2: changes",
  )
    .option("--destroy", "show what a destroy would remove")
    .option(...policy)
    .option("--no-refresh", noRefresh)
    .addOption(
      new Option(
        "--only-image",
        "refuse a plan that changes more than the images of --var and what follows from them, and name it",
      ).conflicts("destroy"),
    )
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
      `hand the plans over to another job, encrypted with the key in ${keyVariable} (${howToMake}; or \`${fromState}\`: made from the state of the account; \`${fromOwnState}\`: from that of the stack)`,
    )
    .addOption(
      new Option(
        "--for-approval",
        "in a job of GitHub Actions, before the approval of another: lock nothing, write the plan to the run's page and `changes` to the job's outputs; exit code 0 with changes too",
      ).conflicts(["json", "markdown", "destroy", "lockTimeout"]),
    )
    .action(async (stacks, options) => (await import("./commands/plan.js")).plan(stacks, options));
  stackCommand(
    program,
    "preflight <stacks...>",
    "look at what a first deploy needs, and change nothing; exit code 1: something is missing",
  )
    .option("--var <name=value>", "value of a Terraform variable, such as the image (repeatable)", variable, {})
    .action(async (stacks, options) => (await import("./commands/preflight.js")).preflight(stacks, options));
  approvedInJobs(
    lockingCommand(program, "deploy [stacks...]", "show the plan and, once it is approved, apply exactly this plan"),
  )
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
    .option(
      "--move-state",
      "move a state that is where earlier settings kept it, e.g. from the bucket to HCP Terraform",
    )
    .option("--no-wait", "do not wait until the services on ECS run what was deployed")
    .option(...policy)
    .option(...releaseUnseen)
    .option("--no-preflight", "do not look at what a stack needs that does not exist yet")
    .option("--no-refresh", noRefresh)
    .option("--verbose", verbose)
    .action(async (stacks, options) => (await import("./commands/deploy.js")).deploy(stacks, options));
  approved(lockingCommand(program, "destroy <stacks...>", "destroy stacks; a stack that needs another goes first"))
    .option(...releaseUnseen)
    .action(async (stacks, options) => (await import("./commands/destroy.js")).destroy(stacks, options));
  approved(
    lockingCommand(program, "bootstrap <environment>", "create or repair an environment's state bucket and lock table"),
  ).action(async (environment, options) => (await import("./commands/bootstrap.js")).bootstrap(environment, options));
  stackCommand(program, "outputs <stacks...>", "print outputs; sensitive values only with --reveal")
    .option("--reveal", "also print sensitive values")
    .action(async (stacks, options) => (await import("./commands/outputs.js")).outputs(stacks, options));
  approved(
    stackCommand(
      program,
      "publish-site <stack> [folder]",
      "publish a folder as a stack's website: upload changed files, remove others, invalidate CloudFront's copies",
    ),
  )
    .option("--rollback", "restore the release before the current one")
    .option("--dry-run", "list the changes, and change nothing")
    .option("--wait", "wait until the invalidation is complete everywhere")
    .action(async (stack, folder, options) =>
      (await import("./commands/publish-site.js")).publishSite(stack, folder, options),
    );
  stackCommand(program, "unlock <stack>", "show who holds the lock of a stack's state, or release it")
    .option("--id <lock>", "release it, if it is the lock with this id")
    .action(async (stack, options) => (await import("./commands/unlock.js")).unlock(stack, options));
  stackCommand(
    program,
    "validate <stacks...>",
    "check stacks against their providers' schemas, without cloud access",
  ).action(async (stacks, options) => (await import("./commands/validate.js")).validate(stacks, options));
  stackCommand(program, "settings <stacks...>", "print every effective setting and where it was set").action(
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
}
