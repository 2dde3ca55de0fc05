import { Command } from "commander";
import { collect } from "./arguments";
import { addInitCommand } from "./cli-init";
import { addLocalCommands } from "./cli-local";
import { addPipelineCommands } from "./cli-pipeline";
import { addReleaseCommands } from "./cli-release";
import { addStackCommands } from "./cli-stacks";
import { addStateCommands } from "./cli-state";
import { addSupplyChainCommands } from "./cli-supply-chain";
import { addWatchCommands } from "./cli-watch";
import { takeKey } from "./handover/key";
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

addStackCommands(program);
addReleaseCommands(program);
addWatchCommands(program);
addStateCommands(program);
addPipelineCommands(program);
addSupplyChainCommands(program);
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
