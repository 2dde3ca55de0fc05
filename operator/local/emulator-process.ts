import { interrupt } from "../process/interrupt";
import { sayIfLong } from "../process/patience";
import { UserError } from "../process/user-error";
import type { EmulatorProgram } from "./emulator-program";

/** A started emulator. Its API returns its process id, so that no other process is taken for it. */
export interface EmulatorProcess {
  readonly pid: number;
  readonly port: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endpoint: string;
  /** The access key that it takes, and no other: only its user can read it. */
  readonly key: string;
}

/** The header of requests that are not signed. */
export const keyHeader = "X-Emulator-Key";

/** How long a start may take. */
export const startSeconds = 60;
const killSeconds = 30;

/**
 * Whether this process answers. If it was started less than a minute ago, the rest of the minute is waited for.
 * @throws {InterruptedError} after a signal
 */
export async function answers(program: EmulatorProgram, process: EmulatorProcess): Promise<boolean> {
  let answered = false;
  const seconds = startSeconds - (Date.now() - Date.parse(process.startedAt)) / 1000;
  const look = async () => {
    answered = await isAnswering(program, process);
    return answered || !alive(process.pid);
  };
  const stopped = `stopped while waiting for ${program.name} (process ${process.pid}) to answer: nothing was changed`;
  await sayIfLong(waitText(program, process), () => interrupt.orStop(until(seconds, look), stopped));
  return answered;
}

/** Empties it. This is not stopped by a signal: both emulators are emptied, or none. */
export async function empty(program: EmulatorProgram, { endpoint, key }: EmulatorProcess): Promise<void> {
  const request = { method: "POST", headers: { [keyHeader]: key }, signal: AbortSignal.timeout(30_000) };
  const url = `${endpoint}${program.api}/reset`;
  const response = await sayIfLong(`waiting for ${program.name} to be emptied`, () => fetch(url, request));
  if (!response.ok) throw new UserError(`${program.name} was not emptied: it answered ${response.status}`);
}

/** For what it is waited while it does not answer. */
export const waitText = ({ name }: EmulatorProgram, { pid }: EmulatorProcess) =>
  `waiting for ${name} (process ${pid}) to answer (Ctrl-C ends the wait)`;

/** Ends a process: SIGTERM, and SIGKILL after `patience` seconds. */
export async function end({ pid }: EmulatorProcess, patience: number): Promise<void> {
  process.kill(pid, "SIGTERM");
  const ended = () => !alive(pid);
  if (await until(patience, ended)) return;
  process.kill(pid, "SIGKILL");
  await until(killSeconds, ended);
}

/** Whether this process answers now. */
export async function isAnswering(program: EmulatorProgram, process: EmulatorProcess): Promise<boolean> {
  const { endpoint, pid, key } = process;
  try {
    const headers = { [keyHeader]: key ?? "" }; // Before emulators had a key, their record had none.
    const response = await fetch(`${endpoint}${program.api}/process`, {
      headers,
      signal: AbortSignal.timeout(10_000),
    });
    return ((await response.json()) as { pid?: number }).pid === pid;
  } catch {
    return false;
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Checks a condition at least once, until it holds. Returns whether it held in time. */
export async function until(seconds: number, condition: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}
