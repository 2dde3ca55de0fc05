import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulatorPython, ensureEmulatorInstalled } from "../../../operator/local/emulator-install";
import { freePort, launch } from "../../../operator/local/emulator-launch";
import { type EmulatorProgram, ministack, moto } from "../../../operator/local/emulator-program";
import { root } from "../../stacks/synthesized";

export interface RunningEmulator {
  readonly endpoint: string;
  /** The access key that it takes. */
  readonly key: string;
  readonly pid: number;
  /** A Python that has boto3. */
  readonly python: string;
  /** Ends it. */
  stop(): Promise<void>;
}

export const startMinistack = () => startOne(ministack);
export const startMoto = () => startOne(moto);

/** One of the emulators for one test, with our patches. The emulator of `npm start` is not used. */
async function startOne(program: EmulatorProgram): Promise<RunningEmulator> {
  await ensureEmulatorInstalled(join(root, ".local"));
  const project = mkdtempSync(join(tmpdir(), `${program.name}-`));
  const folder = join(project, ".local");
  mkdirSync(folder);
  symlinkSync(join(root, "operator"), join(project, "operator"));
  symlinkSync(join(root, ".local", "python"), join(folder, "python"));
  const { process, ready, kill } = launch(program, folder, await freePort());
  await ready();
  return {
    endpoint: process.endpoint,
    key: process.key,
    pid: process.pid,
    python: emulatorPython(join(root, ".local"), program),
    stop: async () => {
      await kill();
      rmSync(project, { recursive: true });
    },
  };
}
