import { duration } from "../process/duration";
import { lockFileOf } from "../process/folders";
import { holderText, readHolder } from "../process/lock-holder";
import { shellWord } from "../process/shell";
import { UserError } from "../process/user-error";
import type { Diagnostic } from "../progress/diagnostic";
import { errorMatches, TerraformError } from "../terraform/diagnostics";
import { operationOf, type StateLock } from "../terraform/state-lock";
import type { Workspace } from "../terraform/workspace";
import { type HolderLife, holderInView } from "./lock-holder-life";

/**
 * What Terraform says of a locked workspace in HCP Terraform; in lines of 78 characters, so that a long name is on the next one. The "Lock
 * Info" that follows is about the lock that it wanted itself.
 */
const lockedWorkspace = /workspace\s+already\s+locked\s+\(lock\s+ID:\s+"([^"]+)"\)/;

/** The lock that Terraform names when it cannot take a state; nothing if the errors are about something else. */
export function lockIn(diagnostics: readonly Diagnostic[]): StateLock | undefined {
  const text = diagnostics
    .map(({ summary, detail }) => `${summary}\n${detail ?? ""}`)
    .find((it) => /Lock Info:/.test(it));
  const workspace = text?.match(lockedWorkspace)?.[1];
  if (workspace) return { id: workspace, operation: "unknown", created: new Date(Number.NaN) };
  const field = (name: string) => text?.match(new RegExp(`^\\s*${name}:\\s+(.+)$`, "m"))?.[1]?.trim();
  const id = field("ID");
  if (!id) return undefined;
  // Go writes `2026-01-31 12:00:00.123456789 +0000 UTC`.
  const created = new Date((field("Created") ?? "").replace(/^(\S+) ([\d:]+)(\.\d+)? .*$/, "$1T$2Z"));
  return { id, who: field("Who") ?? "unknown", operation: operationOf(field("Operation")), created };
}

/** One line: who holds the state of a stack, whether it is alive, and how to free it if it is not. */
export function lockText(stack: string, lock: StateLock, life: HolderLife, now = new Date()): string {
  return `state of ${stack} is ${heldBy(lock, now)}${whatToDo(stack, lock, life)}`;
}

/** The end of a sentence about a lock: what can be seen of its holder, and so what to do. */
export function whatToDo(stack: string, { id }: StateLock, life: HolderLife): string {
  const free = `npm run unlock -- ${stack} --id ${shellWord(id)}`;
  if (life.is === "alive") return `; it is alive, ${life.who}: wait until it ends`;
  if (life.is === "gone") return `; nothing on this machine works on it any more; unlock with: ${free}`;
  return `; whether it is alive cannot be seen from here (${life.why}): look there, and only if it has ended unlock with: ${free}`;
}

/** Reads the lock of a stack's state through Terraform, which works for every kind of backend and needs no further rights. */
export async function readLock({
  config,
  terraform,
}: Pick<Workspace, "config" | "terraform">): Promise<StateLock | undefined> {
  try {
    // No lock has this id: Terraform refuses, and names the real one. For HCP Terraform it names one in any case; the other command
    // takes the lock for a moment and changes nothing, because no stack has this resource.
    await terraform.look(
      config.backend.type === "cloud"
        ? ["untaint", "-allow-missing", "-no-color", "terraform_data.is_the_state_locked"]
        : ["force-unlock", "-force", "-no-color", "00000000-0000-0000-0000-000000000000"],
    );
  } catch (error) {
    const lock = error instanceof TerraformError ? lockIn(error.diagnostics) : undefined;
    if (lock || errorMatches(error, notLocked)) return lock;
    throw error;
  }
  return undefined;
}

/**
 * What the backends say of a state that is not locked: DynamoDB's table then has no item, which Terraform reads as JSON that ends at once.
 * A state file is locked by its process only, and so is not after it.
 */
const notLocked =
  /no\s+lock\s+info\s+found|not\s+locked|already\s+unlocked|NoSuchKey|lock\s+info\s[\s\S]*unexpected\s+end\s+of\s+JSON\s+input|cannot\s+be\s+unlocked\s+by\s+another\s+process/i;

/** What {@link unlock} found and did. */
export interface UnlockResult {
  readonly stack: string;
  readonly unlocked: boolean;
  /** The lock that was freed, or that is still held. */
  readonly lock?: StateLock;
  /** One sentence for people. */
  readonly text: string;
}

/** Frees a stack's state from the lock with this id. Without an id, or with that of another lock, nothing is changed. */
export async function unlock(workspace: Workspace, id: string | undefined, now = new Date()): Promise<UnlockResult> {
  const { id: stack, terraform } = workspace;
  const lock = await readLock(workspace);
  if (!lock) return { stack, unlocked: false, text: `state of ${stack} is not locked` };
  const life = holderInView(workspace, lock.who);
  if (id !== lock.id || life.is === "alive")
    return { stack, unlocked: false, lock, text: lockText(stack, lock, life, now) };
  await terraform.run(["force-unlock", "-force", "-no-color", id]);
  const alive =
    life.is === "gone" ? "nothing on this machine worked on it" : `its holder could not be seen: ${life.why}`;
  return { stack, unlocked: true, lock, text: `state of ${stack} was ${heldBy(lock, now)}; it is unlocked (${alive})` };
}

/** @throws {UserError} when a run of this folder still works on the stack */
export function refuseIfAlive(stack: string, root?: string): void {
  const path = lockFileOf(stack, root);
  const holder = readHolder(path);
  if (holder) throw new UserError(`not unlocked: ${holderText(stack, holder, path)}`);
}

/** `locked by …`: who holds it, since when, for what, and its id. */
export function heldBy({ who, created, operation, id }: StateLock, now: Date): string {
  if (!who) return `locked (HCP Terraform shows by whom on the workspace's page), id ${id}`;
  const known = !Number.isNaN(created.getTime());
  const age = duration((now.getTime() - created.getTime()) / 1000);
  return `locked by ${who} since ${known ? `${created.toISOString()} (${age})` : "unknown"}, operation ${operation}, id ${id || "unknown"}`;
}
