import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process of this machine. The time when it started distinguishes it from a later process with the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In the form that the operating system gives: only compared, never shown. */
  readonly started: string;
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, started: startOf(pid) ?? "" };
}

/** Whether this very process still runs. */
export function isRunning({ pid, started }: ProcessIdentity): boolean {
  return startOf(pid) === started;
}

/** When a process started; nothing when there is no such process. */
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
