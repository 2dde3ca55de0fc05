import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../stacks/synthesized";

/** A row of the table of exceptions in docs/security.md. */
export interface Exception {
  readonly stack: string;
  readonly check: string;
  /** Addresses, `*` for any characters. */
  readonly addresses: string;
  readonly reason: string;
  /** A test of ours shows that checkov is wrong: the row does not count as failed. */
  readonly isFalse: boolean;
}

/** The exceptions that docs/security.md lists: | stack | check | resource | reason |. */
export function readExceptions(): Exception[] {
  const rows = readFileSync(join(root, "docs", "security.md"), "utf8").matchAll(
    /^\| `([^`|]+)` \| `(CKV[^`|]+)` \| `([^`|]+)` \| ([^|]+) \|$/gm,
  );
  return [...rows].map(([, stack = "", check = "", addresses = "", reason = ""]) => ({
    stack,
    check,
    addresses,
    reason: reason.trim(),
    isFalse: reason.trim().startsWith("False: "),
  }));
}
