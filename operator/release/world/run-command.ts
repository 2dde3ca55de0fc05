import { spawn } from "node:child_process";
import { interrupt, signalGroup } from "../../process/interrupt";
import type { CommandResult } from "../run/context";

/** How many lines of a command's output are kept. */
const keptLines = 10;
/** Milliseconds that the command of `--smoke` may take, and that it has to end after a signal. */
const limits = { longestMs: 300_000, endingMs: 5000 };

/**
 * Runs a command of the user in a shell, with these variables. Its output goes to standard error, and its last lines into the record. At the
 * limit and after a signal to us all that it started ends with it: a program of its own would hold the release up.
 */
export function runCommand(
  command: string,
  environment: Readonly<Record<string, string>>,
  { longestMs, endingMs } = limits,
): Promise<CommandResult> {
  const env = { ...process.env, ...environment };
  const child = spawn(command, { shell: true, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
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
  let ended = "";
  let killing: NodeJS.Timeout | undefined;
  const end = (why: string) => {
    ended ||= `${why}\n`;
    signalGroup(child, "SIGINT");
    killing ??= setTimeout(() => {
      signalGroup(child, "SIGKILL");
      // What has left the group may hold them.
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
    }, endingMs);
  };
  const limit = setTimeout(() => end(`ended after ${longestMs / 1000} s, the most that it may take`), longestMs);
  const forget = interrupt.onStop(() => end("stopped by a signal"));
  return new Promise((resolve) => {
    const done = (result: CommandResult) => {
      clearTimeout(limit);
      clearTimeout(killing);
      forget();
      resolve(result);
    };
    child.once("error", ({ message }) => done({ exitCode: 127, output: message }));
    child.once("close", (code, signal) => {
      if (signal) ended ||= `ended by ${signal}\n`;
      done({ exitCode: ended ? code || 1 : (code ?? 1), output: ended + output.trim() });
    });
  });
}
