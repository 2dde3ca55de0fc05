import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { addLocalCommands } from "../../operator/cli-local";
import { addPipelineCommands } from "../../operator/cli-pipeline";
import { addReleaseCommands } from "../../operator/cli-release";
import { addStateCommands } from "../../operator/cli-state";
import { addWatchCommands } from "../../operator/cli-watch";
import { scriptOf, speakOfNpm } from "../../operator/help";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

/** The scripts of package.json that run a command of the operator, each with its arguments. */
const commands = Object.entries(scripts).flatMap(([script, text]) => {
  const call = /launch\.cjs cli (.+)$/.exec(text)?.[1];
  return call ? [[script, call.split(" ")] as const] : [];
});

function program(): Command {
  const program = new Command("npm run");
  addWatchCommands(program);
  addStateCommands(program);
  addPipelineCommands(program);
  const known = program.commands.map((command) => command.name());
  for (const [, [name = ""]] of commands.filter(([, call]) => call.length === 1 && !known.includes(call[0] ?? ""))) {
    program
      .command(`${name} [stacks...]`)
      .addOption(new Option("--var <name=value>", "value").default({}))
      .addOption(new Option("--settings <file>", "file").default([]))
      .addOption(new Option("--parallel <number>", "stacks").default(4));
  }
  addLocalCommands(program);
  speakOfNpm(program);
  return program;
}

test.each(commands)("help of %s names the script that people call, and an example of it", (script, call) => {
  let command: Command | undefined = program();
  for (const name of call) command = command?.commands.find((it) => it.name() === name);
  if (!command) throw new Error(`expected a command ${call.join(" ")}`);
  expect(scriptOf(command)).toBe(script);
  let help = "";
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  const run = script === "start" ? "npm start" : `npm run ${script}`;
  expect(help).toMatch(new RegExp(`^Usage: ${run} -- `));
  expect(help.replace("--silent ", "")).toMatch(new RegExp(`\nExample: .*${run}\\b`));
  expect(help).not.toMatch(/default: [{[]/);
});

test("a default that says something stays", () => {
  const plan = program().commands.find((command) => command.name() === "plan");
  expect(plan?.helpInformation()).toContain("(default: 4)");
});

test.each(["history", "show", "diff", "restore"])("help of npm run state -- %s says how it is called", (name) => {
  const state = program().commands.find((command) => command.name() === "state");
  const command = state?.commands.find((it) => it.name() === name);
  let help = "";
  command?.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  expect(help).toMatch(new RegExp(`^Usage: npm run state -- ${name} \\[options\\] <stack>`));
  expect(help).toMatch(new RegExp(`\nExample: npm run state -- ${name} aws-prod`));
});

test("help of each command that releases, watches or compares says its exit codes", () => {
  const program = new Command("npm run");
  for (const add of [addReleaseCommands, addWatchCommands, addStateCommands]) add(program);
  const commands = program.commands.flatMap((one) => (one.commands.length > 0 ? one.commands : [one]));
  expect(commands.filter((one) => !/; exit code \d: /.test(one.description())).map((one) => one.name())).toEqual([]);
});

test.each(["affected", "look", "comment", "issue", "artifacts", "promote", "evidence", "rules"])(
  "help of npm run pipeline -- %s says how it is called",
  (name) => {
    const pipeline = program().commands.find((command) => command.name() === "pipeline");
    const command = pipeline?.commands.find((it) => it.name() === name);
    let help = "";
    command?.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(help).toMatch(new RegExp(`^Usage: npm run pipeline -- ${name} \\[options\\]`));
    expect(help).toMatch(new RegExp(`\nExample: npm run pipeline -- ${name} `));
  },
);
