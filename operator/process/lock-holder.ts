import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { duration } from "./duration";
import { lockFileOf } from "./folders";
import { here, isRunning, lifeOf, type ProcessIdentity } from "./process-identity";

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

/** The holder of a lock, unless it and its Terraform are known to have ended. */
export function readHolder(path: string): LockHolder | undefined {
  const holder = parseHolder(path);
  if (!holder) return undefined;
  const ended = lifeOf(holder) === "gone" && (!holder.terraform || lifeOf(holder.terraform) === "gone");
  return ended ? undefined : holder;
}

/** The operator's folder in which to look at a stack: another one while a process works in the stack's own. */
export function lookRoot(id: string, root = ".local"): string {
  return readHolder(lockFileOf(id, root)) ? join(root, "aside") : root;
}

/** One line that says which process works on a stack, or on anything else that a lock file at `path` keeps to one process, and what to do. */
export function holderText(what: string, holder: LockHolder, path: string, now = new Date()): string {
  return `${what} is ${heldText(holder, path, now)}`;
}

/** As {@link holderText}, without the thing that is held. */
export function heldText(holder: LockHolder, path: string, now = new Date()): string {
  const { who, operation, since, place = here() } = holder;
  const age = duration((now.getTime() - Date.parse(since)) / 1000);
  const held = `locked by ${who} (${holderName(holder)}) since ${since} (${age}), operation ${operation}, in this folder`;
  if (lifeOf(holder) !== "unseen") return `${held}: wait until it ends`;
  const where = place.host === here().host ? "in another container" : `on the host ${place.host}`;
  const file = relative(process.cwd(), path) || path;
  return `${held}. It runs ${where}, which cannot be seen from here: look there, and only if it has ended, remove ${file}`;
}

/** The process, or the Terraform that it left behind. */
export function holderName(holder: LockHolder): string {
  const left = holder.terraform && isRunning(holder.terraform) && lifeOf(holder) === "gone";
  return left ? `Terraform ${holder.terraform?.pid}, left behind by process ${holder.pid}` : `process ${holder.pid}`;
}

/** What a lock file says, whether or not its process still runs; nothing if it is absent, empty or cut off. */
export function parseHolder(path: string): LockHolder | undefined {
  try {
    const holder = JSON.parse(readFileSync(path, "utf8")) as LockHolder | null;
    return typeof holder?.pid === "number" ? holder : undefined;
  } catch {
    return undefined;
  }
}
