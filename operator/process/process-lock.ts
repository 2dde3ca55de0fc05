import { randomUUID } from "node:crypto";
import { linkSync, renameSync, rmSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { writeAtomically } from "./files";
import { lockFileOf } from "./folders";
import { interrupt } from "./interrupt";
import { heldText, holderName, holderText, type LockHolder, parseHolder, readHolder } from "./lock-holder";
import { identityOf, lifeOf, userAtHost } from "./process-identity";
import { InterruptedError } from "./user-error";

/** How often a lock that another process holds is tried again, in milliseconds. */
const retryMs = 100;
/** After how long a wait says for whom it waits, in milliseconds. */
const sayAfterMs = 2000;

/**
 * A lock file for the processes of a checkout. One whose process no longer exists is ignored, as is an empty file, which a full disk
 * leaves. A holder on another host or in another container cannot be seen: it counts as holding.
 */
export class ProcessLock {
  private constructor(
    private readonly path: string,
    private holder: LockHolder,
  ) {}

  /** Takes the lock if it is free. Returns its holder if it is not. */
  static tryAcquire(path: string, operation: string): ProcessLock | LockHolder {
    const holder = { ...identityOf(process.pid), who: userAtHost(), operation, since: new Date().toISOString() };
    const draft = `${path}.${randomUUID()}.draft`;
    writeAtomically(draft, JSON.stringify(holder));
    try {
      for (;;) {
        if (tryLink(draft, path)) return new ProcessLock(path, holder);
        const other = readHolder(path);
        if (other) return other;
        removeStale(path);
      }
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /**
   * Takes the lock, and waits until it is free if another process holds it. `say` is called once, with one line that names that process;
   * by default it goes to standard error.
   * @throws {InterruptedError} after a signal
   */
  static async acquire(path: string, operation: string, say = toStandardError): Promise<ProcessLock> {
    const begun = Date.now();
    for (let said = false; ; ) {
      const lock = ProcessLock.tryAcquire(path, operation);
      if (lock instanceof ProcessLock) return lock;
      if (interrupt.requested)
        throw new InterruptedError(`stopped: it waited for ${holderName(lock)} (${lock.operation})`);
      if (!said && Date.now() - begun >= sayAfterMs) {
        said = true;
        say(`${operation} is ${heldText(lock, path)}`);
      }
      await setTimeout(retryMs);
    }
  }

  /** Records the id of a Terraform that works for the holder: the lock is held as long as one of the two runs. */
  recordTerraform(pid: number): void {
    this.holder = { ...this.holder, terraform: identityOf(pid) };
    writeAtomically(this.path, JSON.stringify(this.holder));
  }

  /** Gives the lock back, unless a person freed it and another process took it since. */
  release(): void {
    const { pid, since } = parseHolder(this.path) ?? this.holder;
    if (pid === this.holder.pid && since === this.holder.since) rmSync(this.path, { force: true });
  }
}

/** Waits for a Terraform that still works on a stack although the process that started it is gone. `say` is called once, if there is one. */
export async function waitForOrphanedTerraform(id: string, say: (line: string) => void, root?: string): Promise<void> {
  const path = lockFileOf(id, root);
  for (let reported = false; !interrupt.requested; reported = true) {
    const holder = readHolder(path);
    if (!holder || lifeOf(holder) !== "gone") return;
    if (!reported) say(holderText(id, holder, path));
    await setTimeout(retryMs);
  }
}

/** Waits at most this long while another process holds a lock. `report` is called once, if there is one. The caller still has to take the lock. */
export async function waitUntilFree(
  path: string,
  seconds: number,
  report: (holder: LockHolder) => void,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (let reported = false; !interrupt.requested && Date.now() < end; reported = true) {
    const holder = readHolder(path);
    if (!holder) return;
    if (!reported) report(holder);
    await setTimeout(retryMs);
  }
}

/** Whether the lock file was made; false when there is one already. A link is made whole or not at all. */
function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Removes the lock file of a process that is gone. If another process took the lock in the meantime, its file is put back. */
function removeStale(path: string): void {
  const aside = `${path}.${randomUUID()}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return; // Another process removed it first.
  }
  if (readHolder(aside)) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}
