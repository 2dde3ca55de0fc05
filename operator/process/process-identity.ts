import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { homedir, hostname, userInfo } from "node:os";

/** Where a process id means something: the same id is another process on another host, in another container, after a restart. */
export interface Place {
  readonly host: string;
  /** The namespace of process ids, where the system has such: that of a container is its own. */
  readonly namespace?: string;
  /** Since when the machine runs, where the system says so. */
  readonly boot?: string;
}

/** A process. The time when it started distinguishes it from a later process with the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In the form that the operating system gives: only compared, never shown. */
  readonly started: string;
  /** Absent in what an older version wrote: then it is this place. */
  readonly place?: Place;
}

/** What can be seen of a process from here. `unseen`: it belongs to another host or container. */
export type Life = "running" | "gone" | "unseen";

export function identityOf(pid: number): ProcessIdentity {
  return { pid, started: startOf(pid) ?? "", place: here() };
}

/** Whether this very process still runs, as far as this process can see. */
export function lifeOf({ pid, started, place = here() }: ProcessIdentity): Life {
  const { host, namespace, boot } = here();
  if (place.host !== host) return "unseen";
  // The machine was restarted since: no process is left.
  if (place.boot !== boot) return "gone";
  if (place.namespace !== namespace) return "unseen";
  return started !== "" && startOf(pid) === started ? "running" : "gone";
}

/** Whether this very process still runs, and can be seen from here. */
export function isRunning(identity: ProcessIdentity): boolean {
  return lifeOf(identity) === "running";
}

/** Where this process runs. */
export function here(): Place {
  return {
    host: hostname(),
    namespace: readable(() => readlinkSync("/proc/self/ns/pid")),
    boot: readable(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
  };
}

/** `user@host`, as Terraform writes it into a lock. A user that the system does not know by name, as in many containers, is its number. */
export function userAtHost(): string {
  return `${readable(() => userInfo().username) ?? `uid ${process.getuid?.() ?? "unknown"}`}@${hostname()}`;
}

/** The user's home; for a user that has none, as in many containers, a folder that only the administrator could make. */
export function homeFolder(): string {
  return readable(homedir) ?? "/nonexistent";
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
  return readable(
    () => execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined,
  );
}

/** What `read` returns; nothing where the system has no such thing. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
