import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cancellation } from "./cancellation";

/** A script of a step, and where it runs. */
export interface Script {
  readonly text: string;
  /** `bash`, `sh`, `python`, or a command with `{0}`; GitHub's own if not given. */
  readonly shell?: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** A folder for the script's file. */
  readonly temp: string;
  /** Milliseconds of one second: less than 1000 makes the waits for signals shorter. */
  readonly second: number;
}

export interface Ended {
  /** 128 + the signal's number, where one ended it. */
  readonly exitCode: number;
  readonly output: string;
  /** The signals that were sent, with milliseconds since the first. */
  readonly signals: readonly { readonly signal: NodeJS.Signals; readonly afterMs: number }[];
}

/** Arguments of a shell, with `{0}` for the file: actions/runner, ScriptHandlerHelpers.cs. Without `shell:` GitHub runs `bash -e {0}`. */
const shells: Readonly<Record<string, string>> = {
  bash: "bash --noprofile --norc -e -o pipefail {0}",
  sh: "sh -e {0}",
  python: "python {0}",
};
const unspecified = "bash -e {0}";

/**
 * Seconds that the runner waits after SIGINT and after SIGTERM: "within 7500 ms", "then wait for 2500 ms"
 * (docs.github.com/en/actions/reference/workflow-cancellation-reference), and `_sigintTimeout` and `_sigtermTimeout` in lines 32 and 33 of
 * src/Runner.Sdk/ProcessInvoker.cs of actions/runner at 258d6c857db3519913f7deb6004b60172f8043ae; both read on 2026-11-30.
 */
export const signalSeconds = { SIGINT: 7.5, SIGTERM: 2.5 } as const;

/** Seconds that it waits for output after the process has ended, where a child still holds it. */
const outputSeconds = 5;

const numbers: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

export function commandLine(shell: string | undefined, file: string): readonly string[] {
  const format = shell === undefined ? unspecified : (shells[shell] ?? shell);
  if (!format.includes("{0}")) throw new Error(`Invalid shell option '${shell}': a built-in, or a command with '{0}'`);
  return format.split(" ").map((part) => (part === "{0}" ? file : part));
}

/**
 * Runs a script as the runner does. When `cancellation` comes, its process gets SIGINT, after 7.5 s SIGTERM, after another 2.5 s SIGKILL: the
 * shell's process alone, not the ones that it started. A shell that waits for a command acts on SIGINT only when that has ended, so a command
 * gets the signal only where it replaces the shell (`exec`).
 */
export function runScript(script: Script, cancellation: Cancellation): Promise<Ended> {
  const file = join(script.temp, `script-${process.hrtime.bigint()}.sh`);
  writeFileSync(file, script.text);
  const [program = "", ...args] = commandLine(script.shell, file);
  const { folder: cwd, env, second } = script;
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const signals: { signal: NodeJS.Signals; afterMs: number }[] = [];
  const timers: NodeJS.Timeout[] = [];
  const after = (seconds: number, run: () => void) => timers.push(setTimeout(run, seconds * second));
  let start = 0;
  const send = (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    start ||= performance.now();
    signals.push({ signal, afterMs: Math.round(performance.now() - start) });
    child.kill(signal);
  };
  const cancel = () => {
    send("SIGINT");
    after(signalSeconds.SIGINT, () => send("SIGTERM"));
    after(signalSeconds.SIGINT + signalSeconds.SIGTERM, () => send("SIGKILL"));
  };
  const stopListening = cancellation.onRequest(cancel);
  return new Promise((resolve, reject) => {
    const end = (exitCode: number) => {
      stopListening();
      for (const timer of timers) clearTimeout(timer);
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
      resolve({ exitCode, output, signals });
    };
    child.once("error", reject);
    const codeOf = (code: number | null, signal: NodeJS.Signals | null) =>
      code ?? 128 + (numbers[signal ?? "SIGKILL"] ?? 0);
    child.once("exit", (code, signal) => after(outputSeconds, () => end(codeOf(code, signal))));
    child.once("close", (code, signal) => end(codeOf(code, signal)));
  });
}

/** At the end of a job the runner ends what steps left behind: every process with the job's `RUNNER_TRACKING_ID` (JobExtension.cs). */
export function endOrphans(trackingId: string): readonly string[] {
  const ended: string[] = [];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
      if (!variables.includes(`RUNNER_TRACKING_ID=${trackingId}`)) continue;
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim();
      process.kill(Number(pid), "SIGKILL");
      ended.push(command);
    } catch {
      // It has ended, or belongs to someone else.
    }
  }
  return ended;
}
