import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureEmulatorInstalled } from "../../../operator/local/emulator-install";
import { freePort, launch } from "../../../operator/local/emulator-process";
import { ministack } from "../../../operator/local/emulator-program";
import { root } from "../../stacks/synthesized";

export interface RunningMinistack {
  readonly endpoint: string;
  /** The access key that it takes. */
  readonly key: string;
  readonly pid: number;
  /** Ends it. */
  stop(): Promise<void>;
}

/** A MiniStack for one test, with our patches. The emulator of `npm start` is not used. */
export async function startMinistack(): Promise<RunningMinistack> {
  await ensureEmulatorInstalled(join(root, ".local"));
  const project = mkdtempSync(join(tmpdir(), "ministack-"));
  const folder = join(project, ".local");
  mkdirSync(folder);
  symlinkSync(join(root, "operator"), join(project, "operator"));
  symlinkSync(join(root, ".local", "python"), join(folder, "python"));
  const { process, ready, kill } = launch(ministack, folder, await freePort());
  await ready();
  return {
    endpoint: process.endpoint,
    key: process.key,
    pid: process.pid,
    stop: async () => {
      await kill();
      rmSync(project, { recursive: true });
    },
  };
}
