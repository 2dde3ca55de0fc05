import { execFileSync } from "node:child_process";
import { linkSync, readFileSync, renameSync, rmSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { duration } from "./duration";
import { writeAtomically } from "./files";
import { interrupt } from "./interrupt";

/** A process, told apart from a later one with the same id by when it started. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started: string;
}

/** Who works in a folder of this machine. */
export interface Holder extends ProcessIdentity {
  /** `user@host`. */
  readonly who: string;
  /** What is being done, e.g. `deploy`. */
  readonly operation: string;
  /** ISO 8601. */
  readonly since: string;
  /** The Terraform that was started last: it may outlive the process that started it. */
  readonly terraform?: ProcessIdentity;
}

/** A file that says which process of this machine has something to itself. One left by a process that is gone counts for nothing. */
export class Claim {
  private constructor(
    private readonly path: string,
    private holder: Holder,
  ) {}

  /** Takes the file, or returns who has it. */
  static take(path: string, operation: string): Claim | Holder {
    const holder = { ...identify(process.pid), who: me(), operation, since: new Date().toISOString() };
    const draft = `${path}.${process.pid}.draft`;
    writeAtomically(draft, JSON.stringify(holder));
    try {
      for (;;) {
        if (linked(draft, path)) return new Claim(path, holder);
        const other = readHolder(path);
        if (other) return other;
        putAside(path);
      }
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /** Takes the file as soon as it is free. */
  static async wait(path: string, operation: string): Promise<Claim> {
    for (;;) {
      const claim = Claim.take(path, operation);
      if (claim instanceof Claim) return claim;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Notes a Terraform that works for the holder. */
  note(terraform: number): void {
    this.holder = { ...this.holder, terraform: identify(terraform) };
    writeAtomically(this.path, JSON.stringify(this.holder));
  }

  release(): void {
    rmSync(this.path, { force: true });
  }
}

/** The holder of a claim, if it or its Terraform still runs on this machine. */
export function readHolder(path: string): Holder | undefined {
  let holder: Holder;
  try {
    holder = JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
  return runs(holder) || (holder.terraform && runs(holder.terraform)) ? holder : undefined;
}

/** Waits while a Terraform still works whose starter is gone: it ends by itself. `say` is told once. */
export async function waitForLeftBehind(path: string, say: (holder: Holder) => void): Promise<void> {
  for (let told = false; !interrupt.requested; told = true) {
    const holder = readHolder(path);
    if (!holder || runs(holder)) return;
    if (!told) say(holder);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** One line that says who works on a stack. */
export function holderText(stack: string, holder: Holder, now = new Date()): string {
  const { pid, who, operation, since, terraform } = holder;
  const age = duration((now.getTime() - Date.parse(since)) / 1000);
  const by = runs(holder) ? `process ${pid}` : `Terraform ${terraform?.pid}, left behind by process ${pid}`;
  return `${stack} is locked by ${who} (${by}) since ${since} (${age}), operation ${operation}, in this folder`;
}

/** `user@host`, as Terraform writes it into a lock. */
export function me(): string {
  return `${userInfo().username}@${hostname()}`;
}

function runs(process: ProcessIdentity): boolean {
  return startOf(process.pid) === process.started;
}

function identify(pid: number): ProcessIdentity {
  return { pid, started: startOf(pid) ?? "" };
}

/** When a process was started, in whatever form the system has it; nothing when there is no such process. */
function startOf(pid: number): string | undefined {
  try {
    // The 22nd field; the 2nd, a name in brackets, may hold spaces. A zombie has ended.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    if (process.platform === "linux") return undefined;
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Removes a dead holder's file; one that another process has just taken is put back. */
function putAside(path: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return; // Someone else was faster.
  }
  if (readHolder(aside)) linked(aside, path);
  rmSync(aside, { force: true });
}
