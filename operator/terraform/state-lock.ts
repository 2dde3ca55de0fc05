/** The lock of a state, as Terraform recorded it. */
export interface StateLock {
  readonly id: string;
  /** `user@host`; HCP Terraform says a name, or nothing. */
  readonly who?: string;
  /** `plan`, `apply`, … */
  readonly operation: string;
  readonly created: Date;
}

/** What Terraform writes into a lock (statemgr.LockInfo of Terraform 1.11). */
export interface LockInfo {
  readonly ID: string;
  readonly Operation: string;
  readonly Info: string;
  readonly Who: string;
  readonly Version: string;
  readonly Created: string;
  readonly Path: string;
}

/** The lock that a record of Terraform is about; of one that cannot be read the id is empty. */
export function lockOf(record: string): StateLock {
  try {
    const { ID = "", Who = "unknown", Operation, Created } = JSON.parse(record) as Partial<LockInfo>;
    return { id: ID, who: Who, operation: operationOf(Operation), created: new Date(Created ?? Number.NaN) };
  } catch {
    return { id: "", who: "unknown", operation: "unknown", created: new Date(Number.NaN) };
  }
}

/** `apply` for Terraform's `OperationTypeApply`. */
export const operationOf = (name = ""): string => name.replace(/^OperationType/, "").toLowerCase() || "unknown";
