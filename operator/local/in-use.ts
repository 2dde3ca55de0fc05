import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { lockFileOf } from "../process/folders";
import { holderText, readHolder } from "../process/lock-holder";
import { ProcessLock } from "../process/process-lock";
import { inCheckout, processText, terraformProcesses } from "../process/terraform-processes";
import { UserError } from "../process/user-error";

/**
 * Runs `work` while no other `npm start`, `local:reset` or `local:down` of this checkout does. Between two stacks a start holds no lock of
 * a stack, and still must not lose its emulator.
 * @throws {UserError} when another one runs
 */
export async function alone<T>(folder: string, operation: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, "local.lock");
  const lock = ProcessLock.tryAcquire(path, operation);
  if (!(lock instanceof ProcessLock)) throw new UserError(`not begun: ${holderText("the emulator", lock, path)}`);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** @throws {UserError} that names what runs in this checkout: it would lose its state and its resources */
export function refuseWhileBusy(folder: string): void {
  const stacks = join(folder, "stacks");
  for (const id of existsSync(stacks) ? readdirSync(stacks).sort() : []) {
    const path = lockFileOf(id, folder);
    const holder = readHolder(path);
    if (holder) throw new UserError(`nothing was changed: ${holderText(id, holder, path)}`);
  }
  const [running] = inCheckout(terraformProcesses());
  if (running)
    throw new UserError(
      `nothing was changed: ${processText(running)} runs in this checkout: wait until it ends, or stop it`,
    );
}
