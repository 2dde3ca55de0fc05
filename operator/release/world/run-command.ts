import { spawn } from "node:child_process";
import type { CommandResult } from "../run/context";

/** How many lines of a command's output are kept. */
const keptLines = 10;
/** How long the command of `--smoke` may take, in milliseconds. */
const longestMs = 300_000;

/** Runs a command of the user in a shell, with these variables. Its output goes to standard error, and its last lines into the record. */
export function runCommand(command: string, environment: Readonly<Record<string, string>>): Promise<CommandResult> {
  const env = { ...process.env, ...environment };
  const child = spawn(command, { shell: true, env, stdio: ["ignore", "pipe", "pipe"], timeout: longestMs });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      process.stderr.write(text);
      output = (output + text)
        .split("\n")
        .slice(-keptLines - 1)
        .join("\n");
    });
  }
  return new Promise((resolve) => {
    child.once("error", ({ message }) => resolve({ exitCode: 127, output: message }));
    child.once("close", (code, signal) => {
      const ended = signal ? `ended by ${signal} (at most ${longestMs / 1000} s)\n` : "";
      resolve({ exitCode: code ?? 1, output: ended + output.trim() });
    });
  });
}
