import type { Command } from "commander";
import { asJson, collect } from "./arguments";

/** Adds `npm run init` and `npm run init:workflows`. */
export function addInitCommand(program: Command): void {
  program
    .command("init")
    .description("write a project of your own, or add a system or an environment to it; asks for what is not said")
    .option("--system <name>", "name of the system: first part of every name")
    .option("--platforms <names>", "platforms of the system, such as gcp,aws")
    .option("--environments <names>", "environments, such as dev,prod; for AWS, local is added")
    .option("--account <[environment=]id>", "AWS account, of one environment or of all (repeatable)", collect, [])
    .addHelpText(
      "after",
      "\n--project <environment>=<id> names a Google Cloud project (repeatable); without =, the project's folder.",
    )
    .option("--subscription <[environment=]id>", "Azure subscription (repeatable)", collect, [])
    .option("--tenant <id>", "Entra tenant of the subscriptions")
    .option(
      "--region <[environment=]region>",
      "AWS region; it names those of the other clouds, too (repeatable)",
      collect,
      [],
    )
    .option("--state <where>", "where state is kept: s3, or hcp:<organization>")
    .option("--domain <name>", "domain name of the application")
    .option("--email <address>", "address that alerts are sent to (repeatable)", collect, [])
    .option("--repository <owner/name>", "GitHub repository of the application")
    .option("--pipelines <owner/name>", "GitHub repository of this project: its pipelines get roles to plan and deploy")
    .option("--from <folder>", "folder of the application: its Dockerfile, compose file and packages are read")
    .option(
      "--environment <name>",
      "add this environment to the project's systems, or to that of --system (repeatable)",
      collect,
      [],
    )
    .option("--example <system>", "begin the system as a copy of a shipped one, with values of your own")
    .option("--yes", "ask nothing: what is missing is listed, and nothing is written then")
    .option(...asJson)
    .action(async (options, command: Command) =>
      (await import("./commands/init.js")).init({ ...options, ...command.optsWithGlobals() }),
    );
  program
    .command("init:workflows")
    .description(
      "write the project's workflows for GitHub Actions into .github/workflows; exit code 1: error, or with --check a file that is not up to date",
    )
    .option("--check", "write nothing; exit code 1 where a file is not as the settings make it")
    .option(...asJson)
    .action(async (options) => (await import("./commands/init-workflows.js")).initWorkflows(options));
}
