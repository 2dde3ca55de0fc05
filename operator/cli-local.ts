import { type Command, Option } from "commander";
import { asJson, positive } from "./arguments";

/** Adds `npm start` and `npm run local:*`. */
export function addLocalCommands(program: Command): void {
  const local = program
    .command("local")
    .description("the emulator on this machine, and the stacks that are deployed to it");
  local
    .command("start")
    .description("deploy every AWS stack of `local` to the emulator, and verify the result")
    .addOption(
      new Option(
        "--port <number>",
        "port of moto on 127.0.0.1, MiniStack takes the next one (default: free ports)",
      ).argParser(positive),
    )
    .option(
      "--kube-context <name>",
      "also deploy a `kubernetes` stack of `local`, to the cluster of this kubeconfig context",
    )
    .option("--kube-stack <stack>", "that stack (default: the only one, else kubernetes-local)")
    .option("--examples", "deploy the shipped examples, not the project's own stacks")
    .option(...asJson)
    .action(async (options) => (await import("./local/start.js")).start(options));
  for (const [name, description] of [
    ["status", "show whether the emulator runs, and what is deployed to it"],
    ["reset", "empty the emulator"],
    ["down", "destroy all stacks, check that nothing is left, stop the emulator"],
    ["env", "print shell commands that point AWS tools at the emulator"],
  ] as const) {
    local
      .command(name)
      .description(description)
      .option(...asJson)
      .action(async (options) => (await import("./local/commands.js"))[name](options));
  }
}
