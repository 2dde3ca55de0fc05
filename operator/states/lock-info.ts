import { randomUUID } from "node:crypto";
import { userAtHost } from "../process/process-identity";
import type { LockInfo } from "../terraform/state-lock";

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

/** What this process writes into a lock: as Terraform does, so that `npm run unlock` and Terraform read ours too. */
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
