import { randomUUID } from "node:crypto";
import { userAtHost } from "../process/process-identity";
import type { HeldLock } from "./states";

/** What Terraform writes into a lock (statemgr.LockInfo of Terraform 1.11), so that `npm run unlock` and Terraform read ours too. */
interface LockInfo {
  readonly ID: string;
  readonly Operation: string;
  readonly Info: string;
  readonly Who: string;
  readonly Version: string;
  readonly Created: string;
  readonly Path: string;
}

/** A place that locks a state. */
export interface Lock {
  /** In words. */
  readonly name: string;
  /** What its holder wrote; nothing if it is free. */
  read(): Promise<string | undefined>;
  /** Returns whether it was free. */
  take(info: string): Promise<boolean>;
  /** Frees it, unless another holds it by now. */
  free(info: string): Promise<unknown>;
}

/** What this process writes into a lock. */
export function ownLock(operation: string, path: string): string {
  const info: LockInfo = {
    ID: randomUUID(),
    Operation: operation,
    Info: "",
    Who: userAtHost(),
    Version: "multicloud-stacks",
    Created: new Date().toISOString(),
    Path: path,
  };
  return JSON.stringify(info);
}

/** The id of a lock that does not say it. */
export const unknownId = "unknown";

/** What a lock says; one that is no JSON is held all the same. */
export function heldBy(text: string): HeldLock {
  const unknown = { id: unknownId, who: "unknown", operation: "unknown", created: new Date(Number.NaN) };
  try {
    const { ID, Who, Operation, Created } = JSON.parse(text) as Partial<LockInfo>;
    const operation = (Operation ?? "unknown").replace(/^OperationType/, "").toLowerCase();
    return { id: ID ?? unknownId, who: Who ?? "unknown", operation, created: new Date(Created ?? Number.NaN) };
  } catch {
    return unknown;
  }
}
