import { linkSync, readFileSync, renameSync, rmSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { setTimeout } from "node:timers/promises";
import { duration } from "./duration";
import { writeAtomically } from "./files";
import { interrupt } from "./interrupt";
import { identityOf, isRunning, type ProcessIdentity } from "./process-identity";

/** The process that holds a lock, as the lock file names it. */
export interface LockHolder extends ProcessIdentity {
  /** `user@host`. */
  readonly who: string;
  /** The command that runs, e.g. `deploy`. */
  readonly operation: string;
  /** When the lock was taken, ISO 8601. */
  readonly since: string;
  /** The Terraform that was started last: it may outlive the process that started it. */
  readonly terraform?: ProcessIdentity;
}

/** How often a lock that another process holds is tried again, in milliseconds. */
const retryMs = 100;

/** A lock file for the processes of this machine. One whose process no longer exists is ignored. */
export class ProcessLock {
  private constructor(
    private readonly path: string,
    private holder: LockHolder,
  ) {}

  /** Takes the lock if it is free. Returns its holder if it is not. */
  static tryAcquire(path: string, operation: string): ProcessLock | LockHolder {
    const holder = { ...identityOf(process.pid), who: userAtHost(), operation, since: new Date().toISOString() };
    const draft = `${path}.${process.pid}.draft`;
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

  /** Takes the lock, and waits until it is free if another process holds it. */
  static async acquire(path: string, operation: string): Promise<ProcessLock> {
    for (;;) {
      const lock = ProcessLock.tryAcquire(path, operation);
      if (lock instanceof ProcessLock) return lock;
      await setTimeout(retryMs);
    }
  }

  /** Records the id of a Terraform that works for the holder: the lock is held as long as one of the two runs. */
  recordTerraform(pid: number): void {
    this.holder = { ...this.holder, terraform: identityOf(pid) };
    writeAtomically(this.path, JSON.stringify(this.holder));
  }

  release(): void {
    rmSync(this.path, { force: true });
  }
}

/** The holder of a lock, if it or its Terraform still runs on this machine. */
export function readHolder(path: string): LockHolder | undefined {
  let holder: LockHolder;
  try {
    holder = JSON.parse(readFileSync(path, "utf8")) as LockHolder;
  } catch {
    return undefined;
  }
  return isRunning(holder) || (holder.terraform && isRunning(holder.terraform)) ? holder : undefined;
}

/** Waits for a Terraform that still runs although the process that started it is gone. `report` is called once, if there is one. */
export async function waitForOrphanedTerraform(path: string, report: (holder: LockHolder) => void): Promise<void> {
  for (let reported = false; !interrupt.requested; reported = true) {
    const holder = readHolder(path);
    if (!holder || isRunning(holder)) return;
    if (!reported) report(holder);
    await setTimeout(retryMs);
  }
}

/** One line that says which process works on a stack. */
export function holderText(stack: string, holder: LockHolder, now = new Date()): string {
  const { pid, who, operation, since, terraform } = holder;
  const age = duration((now.getTime() - Date.parse(since)) / 1000);
  const by = isRunning(holder) ? `process ${pid}` : `Terraform ${terraform?.pid}, left behind by process ${pid}`;
  return `${stack} is locked by ${who} (${by}) since ${since} (${age}), operation ${operation}, in this folder`;
}

/** `user@host`, as Terraform writes it into a lock. */
export function userAtHost(): string {
  return `${userInfo().username}@${hostname()}`;
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
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return; // Another process removed it first.
  }
  if (readHolder(aside)) tryLink(aside, path);
  rmSync(aside, { force: true });
}
