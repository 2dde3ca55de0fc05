import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../process/files";
import { ProcessLock } from "../process/process-lock";
import { UserError } from "../process/user-error";
import { freePort, launch, newKey } from "./emulator-launch";
import { answers, type EmulatorProcess, empty, end } from "./emulator-process";
import { type EmulatorProgram, programs } from "./emulator-program";

/**
 * The two processes that emulate AWS, as recorded in `<folder>/emulator.json`. moto holds the states of all stacks: without one of the two,
 * states and resources no longer match. So both are started, emptied and ended together.
 */
export type Emulator = Readonly<Record<EmulatorProgram["name"], EmulatorProcess>>;

export type EmulatorStatus = ({ readonly running: true } & Emulator) | { readonly running: false };

const stopSeconds = 5;

/**
 * Starts the emulator on loopback ports, or returns the one that runs. Its state starts empty.
 * @param folder the operator's own folder, `.local`, with the virtual environments, the logs and `emulator.json`
 * @param port of moto; MiniStack takes the next one. @default - free ports
 */
export async function startEmulator(folder: string, port?: number): Promise<Emulator & { started: boolean }> {
  const lock = await ProcessLock.acquire(join(folder, "emulator.lock"), "the start of the emulator");
  try {
    const found = await emulatorStatus(folder);
    if (found.running) return { ...found, started: false };
    await stopEmulator(folder);
    return { ...(await launchAll(folder, port)), started: true };
  } finally {
    lock.release();
  }
}

/** The emulator of this checkout, if both its processes run. If it was just started, this waits until they answer. */
export async function emulatorStatus(folder: string): Promise<EmulatorStatus> {
  const emulator = read(folder);
  // One that an older version started without a key lets in anyone: it is started again.
  if (!emulator || !programs.every(({ name }) => emulator[name].key)) return { running: false };
  const running = await Promise.all(programs.map((program) => answers(program, emulator[program.name])));
  return running.every(Boolean) ? { running: true, ...emulator } : { running: false };
}

/** Empties the emulator, with the states that it holds. */
export async function resetEmulator(folder: string): Promise<void> {
  const emulator = await emulatorStatus(folder);
  if (!emulator.running) throw new UserError("The emulator does not run: start it with npm start");
  await Promise.all(programs.map((program) => empty(program, emulator[program.name])));
}

/** Ends the emulator, and with it everything that was deployed to it. Its processes are killed after `patience` seconds. Returns whether any ran. */
export async function stopEmulator(folder: string, patience = stopSeconds): Promise<boolean> {
  const emulator = read(folder);
  const stopped = await Promise.all(
    programs.map(async (program) => {
      const process = emulator?.[program.name];
      if (!process || !(await answers(program, process))) return false;
      await end(process, patience);
      return true;
    }),
  );
  rmSync(stateFile(folder), { force: true });
  return stopped.some(Boolean);
}

async function launchAll(folder: string, port?: number): Promise<Emulator> {
  const ports = port ? [port, port + 1] : await Promise.all(programs.map(() => freePort()));
  const key = newKey();
  const launched = programs.map((program, index) => launch(program, folder, ports[index] ?? 0, key));
  const [moto, ministack] = launched.map(({ process }) => process) as [EmulatorProcess, EmulatorProcess];
  writeAtomically(stateFile(folder), JSON.stringify({ moto, ministack }));
  const outcomes = await Promise.allSettled(launched.map(({ ready }) => ready()));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (!failed) return { moto, ministack };
  await Promise.all(launched.map(({ kill }) => kill()));
  rmSync(stateFile(folder), { force: true });
  throw failed.reason;
}

function stateFile(folder: string): string {
  return join(folder, "emulator.json");
}

/** Reads the record; nothing if there is none, or one of an older version. */
function read(folder: string): Emulator | undefined {
  try {
    const emulator = JSON.parse(readFileSync(stateFile(folder), "utf8")) as Emulator;
    return programs.every(({ name }) => emulator[name]) ? emulator : undefined;
  } catch {
    return undefined;
  }
}
