import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { interrupt, signalGroup } from "../process/interrupt";
import { UserError } from "../process/user-error";
import type { Diagnostic } from "../progress/diagnostic";
import { readDiagnostics, TerraformError } from "./diagnostics";
import { isExpected, parseEvent, type TerraformEvent } from "./events";
import { failure, killedBy } from "./failure";
import { LineReader } from "./line-reader";
import { eventOfLine } from "./log-events";

export type { TerraformEvent, TerraformOutputValue } from "./events";

export interface TerraformProps {
  /** The folder of the configuration. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Called with the process id of each Terraform that is started: it may outlive this process. */
  readonly onStart?: (pid: number) => void;
}

/** How often the output of a running command is read, in milliseconds. */
const pollMs = 50;
/** How long a look at what a stopped run left may take, in milliseconds. */
const patienceMs = 30_000;

/** Runs `terraform`, or the program that `TERRAFORM_BINARY_NAME` names, in one folder. Each run has its own process group. */
export class Terraform {
  constructor(private readonly props: TerraformProps) {}

  /**
   * Runs a short command and returns its standard output. `accept` lists the exit codes that mean success.
   * @throws {TerraformError} for any other exit code
   */
  async run(args: readonly string[], accept = [0]): Promise<string> {
    interrupt.throwIfRequested();
    return this.captured(args, accept, this.start(args, "pipe"), failure);
  }

  /** As {@link run}, also after a signal: to see what a stopped run left. It is killed when it takes longer than `patienceMs`. */
  async look(args: readonly string[]): Promise<string> {
    const child = this.start(args, "pipe");
    const timer = setTimeout(() => signalGroup(child, "SIGKILL"), patienceMs);
    const asIs = (of: readonly string[], diagnostics: readonly Diagnostic[]) =>
      new TerraformError(of[0] ?? "", diagnostics);
    return this.captured(args, [0], child, asIs).finally(() => clearTimeout(timer));
  }

  private async captured(
    args: readonly string[],
    accept: readonly number[],
    child: ChildProcess,
    failed: typeof failure,
  ): Promise<string> {
    let out = "";
    let err = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (err += text));
    const { code, killed } = await this.finished(child, "close");
    if (!accept.includes(code)) throw failed(args, [...killed, ...readDiagnostics(err || out)], this.props.env);
    return out;
  }

  /**
   * Runs a long command with `-json` and passes each event to `onEvent`. Returns the exit code; `accept` lists those that mean success.
   * Terraform writes to the file `log`, not to a pipe: if this process is killed, Terraform can still finish and save its state. A broken
   * pipe would end it in the middle of its work.
   * @throws {TerraformError} for any other exit code
   */
  async stream(args: readonly string[], log: string, onEvent: (event: TerraformEvent) => void, accept = [0]) {
    const file = openSync(log, "w+", 0o600);
    try {
      const diagnostics: Diagnostic[] = [];
      let rest = "";
      const lines = new LineReader(file, (line) => {
        const event = parseEvent(line) ?? eventOfLine(line);
        if (!event) rest += `${line}\n`;
        else if (event.diagnostic?.severity === "error") diagnostics.push(event.diagnostic);
        if (event && !isExpected(event)) onEvent(event);
      });
      interrupt.throwIfRequested();
      const child = this.start(args, file);
      const timer = setInterval(() => lines.read(), pollMs);
      const { code, killed } = await this.finished(child, "exit").finally(() => clearInterval(timer));
      lines.read();
      const errors = [...killed, ...diagnostics];
      if (!accept.includes(code))
        throw failure(args, errors.length > 0 ? errors : readDiagnostics(rest), this.props.env);
      return code;
    } finally {
      closeSync(file);
    }
  }

  private start(args: readonly string[], output: "pipe" | number): ChildProcess {
    const { cwd, env, onStart } = this.props;
    const binary = env.TERRAFORM_BINARY_NAME || "terraform";
    const temporary = env["TMPDIR"];
    // Terraform's providers would fail with a page about themselves.
    if (temporary && !existsSync(temporary))
      throw new UserError(
        `TMPDIR: expected a folder for temporary files, found nothing at ${temporary}: make it, or unset TMPDIR`,
      );
    const child = spawn(binary, args, { cwd, env, detached: true, stdio: ["ignore", output, output] });
    if (child.pid !== undefined) {
      interrupt.track(child);
      onStart?.(child.pid);
    }
    return child;
  }

  private finished(child: ChildProcess, event: "close" | "exit"): Promise<{ code: number; killed: Diagnostic[] }> {
    return new Promise((resolve, reject) => {
      child.once("error", (error: NodeJS.ErrnoException) =>
        reject(
          error.code === "ENOENT"
            ? new UserError(
                `${child.spawnfile} is not on the PATH: install Terraform, or name its program in TERRAFORM_BINARY_NAME`,
              )
            : error,
        ),
      );
      child.once(event, (code: number | null, signal: NodeJS.Signals | null) => {
        // A Terraform that was killed leaves its provider processes behind.
        if (signal) signalGroup(child, "SIGKILL");
        resolve({ code: code ?? 1, killed: signal ? [killedBy(signal)] : [] });
      });
    });
  }
}
