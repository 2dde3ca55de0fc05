import { duration } from "../process/duration";
import { interrupt } from "../process/interrupt";
import { withOwnColours } from "../process/terminal-text";
import type { Progress } from "../progress/progress";
import { JsonProgress } from "../progress/progress-json";
import { LineProgress } from "../progress/progress-lines";
import { TerminalProgress } from "../progress/progress-terminal";
import { type ApprovalProps, approval, confirmation, terminalAsk } from "./approval";
import { outputTexts } from "./outputs-text";
import { againWith, type RunOptions, type StackResult } from "./run";
import type { Selection } from "./selection";

/** Options that the commands share. */
export interface CommonOptions {
  /** Print results as JSON. */
  readonly json?: boolean;
  readonly settings: readonly string[];
  readonly var: Readonly<Record<string, string>>;
  readonly parallel: number;
  /** How long to wait for the lock of a state, in seconds. */
  readonly lockTimeout?: number;
}

/** Options of the commands that change something. */
export interface ChangeOptions extends CommonOptions {
  readonly yes?: boolean;
  readonly confirm: readonly string[];
}

/** Results go to standard output, everything else to standard error. */
export function print(text: string): void {
  process.stdout.write(`${withOwnColours(text)}\n`);
}

export function printError(text: string): void {
  process.stderr.write(`${withOwnColours(text)}\n`);
}

/** Shows progress while `work` runs, and stops it gracefully after a signal. */
export async function withProgress<T>(json: boolean | undefined, work: (progress: Progress) => Promise<T>): Promise<T> {
  const progress = progressFor(json);
  const unwatch = interrupt.watch((line) => void progress.quietly(async () => printError(line)));
  try {
    return await work(progress);
  } finally {
    unwatch();
    progress.close();
  }
}

/** Ends `work` gracefully after a signal, with the exit code of the signal also when it could still be completed. */
export async function stoppable<T>(work: () => Promise<T>): Promise<T> {
  const unwatch = interrupt.watch(printError);
  try {
    return await work();
  } finally {
    unwatch();
    if (interrupt.requested) process.exitCode = interrupt.exitCode;
  }
}

function progressFor(json: boolean | undefined): Progress {
  if (json) return new JsonProgress(print);
  return process.stderr.isTTY ? new TerminalProgress(process.stderr) : new LineProgress(printError);
}

/** Decides about plans: by the options, or by an answer at the terminal. */
export function approvalFor(
  options: Decision & { readonly verbose?: boolean },
  selection: Selection,
  progress: Progress,
) {
  return approval({ ...decisionFor(options, selection, progress), verbose: options.verbose });
}

/** Decides about changes that no Terraform plan describes, in the same way. */
export function confirmationFor(options: Decision, selection: Selection, progress: Progress) {
  return confirmation(decisionFor(options, selection, progress));
}

type Decision = Pick<ChangeOptions, "json" | "yes" | "confirm">;

function decisionFor(options: Decision, { protectedIds }: Selection, progress: Progress): ApprovalProps {
  const ask = options.json ? undefined : terminalAsk();
  // With --json the plan is part of the result.
  const show = options.json ? () => {} : printError;
  return { progress, protectedIds, yes: options.yes ?? false, confirmed: options.confirm, show, ask };
}

/** The command that goes on after a stop, with the options that decide what is deployed. Values of variables are left for the reader. */
export function againWithOptions({
  settings,
  var: vars,
}: Pick<CommonOptions, "settings" | "var">): RunOptions["again"] {
  const files = settings.map(
    (file) => ` --settings ${/^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`}`,
  );
  const variables = Object.keys(vars).map((name) => ` --var ${name}=…`);
  return (operation, id) => `${againWith(operation, id)}${[...files, ...variables].join("")}`;
}

/** Prints the result of each stack and sets the exit code: 0; 1 if any did not succeed; 128 + signal after a signal. */
export function finish(results: readonly StackResult[], json: boolean | undefined): void {
  if (json) print(JSON.stringify({ type: "result", stacks: results }));
  else for (const result of results) printResult(result);
  const good = ["deployed", "destroyed", "unchanged", "valid", "planned"];
  process.exitCode = interrupt.exitCode || (results.every(({ status }) => good.includes(status)) ? 0 : 1);
}

function printResult({ id, status, seconds, error, outputs }: StackResult): void {
  // A reason is read with its result: both on one stream.
  const show = error ? printError : print;
  show(`${id}: ${status} after ${duration(seconds)}`);
  for (const [name, text] of outputTexts(outputs)) show(`  ${name} = ${text}`);
  if (error) show(error.replace(/^/gm, "  "));
}
