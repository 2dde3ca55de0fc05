import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Claim } from "../claim";
import { writeAtomically } from "../files";
import { UserError } from "../user-error";
import { emulatorEnvironment } from "./emulator-environment";
import { emulatorPython, emulatorSource } from "./emulator-install";

/** A started emulator, as `<folder>/emulator.json` has it. It says its own process id when asked, so none is taken for another. */
export interface Emulator {
  readonly pid: number;
  readonly port: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endpoint: string;
}

export type EmulatorStatus = ({ readonly running: true } & Emulator) | { readonly running: false };

/** AWS's own policies can be attached; a certificate is validated after a second, as its DNS record says. */
const motoSettings = { MOTO_IAM_LOAD_MANAGED_POLICIES: "true", MOTO_ACM_VALIDATION_WAIT: "1" };
const startSeconds = 60;
const stopSeconds = 5;
const killSeconds = 30;

/**
 * Starts the emulator on a loopback port, or returns the one that runs. Its state starts empty.
 * @param folder the operator's own folder, `.local`: holds the virtual environment, the log and `emulator.json`
 */
export async function startEmulator(folder: string, port?: number): Promise<Emulator & { started: boolean }> {
  const claim = await Claim.wait(join(folder, "emulator.claim"), "start the emulator");
  try {
    const found = await emulatorStatus(folder);
    if (found.running) return { ...found, started: false };
    return { ...(await launch(folder, port ?? (await freePort()))), started: true };
  } finally {
    claim.release();
  }
}

/** The emulator of this checkout, if it runs. One that was just started by a process that is gone is waited for. */
export async function emulatorStatus(folder: string): Promise<EmulatorStatus> {
  const emulator = read(folder);
  return emulator && (await answers(emulator)) ? { running: true, ...emulator } : { running: false };
}

/** Empties the emulator. Local states do not match it any more. */
export async function resetEmulator(folder: string): Promise<void> {
  const emulator = await emulatorStatus(folder);
  if (!emulator.running) throw new UserError("The emulator does not run");
  await fetch(`${emulator.endpoint}/moto-api/reset`, { method: "POST", signal: AbortSignal.timeout(30_000) });
}

/** Ends the emulator, which gets `patience` seconds to do so by itself, and with it everything that was deployed to it. Returns whether one ran. */
export async function stopEmulator(folder: string, patience = stopSeconds): Promise<boolean> {
  const emulator = await emulatorStatus(folder);
  if (emulator.running) {
    process.kill(emulator.pid, "SIGTERM");
    const ended = () => !alive(emulator.pid);
    if (!(await until(patience, ended))) {
      process.kill(emulator.pid, "SIGKILL");
      await until(killSeconds, ended);
    }
  }
  rmSync(stateFile(folder), { force: true });
  return emulator.running;
}

async function launch(folder: string, port: number): Promise<Emulator> {
  const path = join(folder, "emulator.log");
  const log = openSync(path, "w");
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(
    emulatorPython(folder),
    [emulatorSource(folder, "server.py"), "-H", "127.0.0.1", "-p", `${port}`],
    {
      detached: true,
      stdio: ["ignore", log, log],
      env: { ...process.env, ...emulatorEnvironment(endpoint), ...motoSettings },
    },
  );
  closeSync(log);
  let failure: string | undefined;
  child.once("error", (error) => {
    failure = error.message;
  });
  child.once("exit", () => {
    failure ??= readFileSync(path, "utf8").trim().split("\n").at(-1) || "it ended at once";
  });
  child.unref();

  const emulator = { pid: child.pid ?? 0, port, startedAt: new Date().toISOString(), endpoint };
  if (child.pid) writeAtomically(stateFile(folder), JSON.stringify(emulator));
  const ready = await until(startSeconds, async () => failure !== undefined || (await asked(emulator)));
  if (ready && !failure) return emulator;
  rmSync(stateFile(folder), { force: true });
  if (!failure) child.kill("SIGKILL");
  throw new UserError(`The emulator did not start: ${failure ?? `no answer in ${startSeconds} s`} (see ${path})`);
}

/** Whether this very emulator answers. One that was started a moment ago gets the time to do so. */
async function answers(emulator: Emulator): Promise<boolean> {
  let answered = false;
  const seconds = startSeconds - (Date.now() - Date.parse(emulator.startedAt)) / 1000;
  await until(seconds, async () => {
    answered = await asked(emulator);
    return answered || !alive(emulator.pid);
  });
  return answered;
}

async function asked({ endpoint, pid }: Emulator): Promise<boolean> {
  try {
    const response = await fetch(`${endpoint}/moto-api/process`, { signal: AbortSignal.timeout(10_000) });
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

/** Asks again and again until it is so, at least once. Returns whether it became so in time. */
async function until(seconds: number, condition: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === "object" ? address.port : 0));
    });
  });
}

function stateFile(folder: string): string {
  return join(folder, "emulator.json");
}

function read(folder: string): Emulator | undefined {
  try {
    return JSON.parse(readFileSync(stateFile(folder), "utf8")) as Emulator;
  } catch {
    return undefined;
  }
}
