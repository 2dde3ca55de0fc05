import { minimatch } from "minimatch";

/** A check that a resource of a plan fails. */
export interface FailedCheck {
  readonly id: string;
  readonly address: string;
  /** What checkov wants, in its words. @default - its id says it */
  readonly title?: string;
}

/** A row of a table of exceptions: one check that fails, and where, and why that is so. */
export interface Exception {
  readonly check: string;
  readonly stacks: readonly string[];
  /** Addresses, `*` for any characters; in one of `stacks` at least. */
  readonly addresses: readonly string[];
  readonly reason: string;
  /** A test of ours shows that checkov is wrong: the row does not count as failed. */
  readonly isFalse: boolean;
}

/** The exceptions that a page lists: | check | what it wants | stacks | resources | reason |. A row without a reason is none. */
export function readExceptions(page: string): readonly Exception[] {
  const rows = page.matchAll(/^\| `(CKV[^`|]+)` \|[^|]+\|([^|]+)\|([^|]+)\|([^|]+)\|$/gm);
  return [...rows]
    .map(([, check = "", stacks = "", addresses = "", reason = ""]) => ({
      check,
      stacks: quoted(stacks),
      addresses: quoted(addresses),
      reason: reason.trim(),
      isFalse: reason.trim().startsWith("False: "),
    }))
    .filter(({ reason }) => reason !== "");
}

/** Whether an exception explains that a resource of a stack fails a check. The stack may be a pattern: `shop-aws-*`. */
export function covers(exception: Exception, stack: string, { id, address }: FailedCheck): boolean {
  const { check, stacks, addresses } = exception;
  const isOfStack = stacks.some((pattern) => minimatch(stack, pattern));
  return check === id && isOfStack && addresses.some((pattern) => minimatch(address, pattern));
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);
}
