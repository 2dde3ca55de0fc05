import { readFileSync } from "node:fs";
import { join } from "node:path";
import { minimatch } from "minimatch";
import { root } from "../../stacks/synthesized";
import type { FailedCheck } from "./security-checkov";

/** A row of the table of exceptions in docs/security.md: one check that fails, and where. */
export interface Exception {
  readonly check: string;
  readonly stacks: readonly string[];
  /** Addresses, `*` for any characters; in one of `stacks` at least. */
  readonly addresses: readonly string[];
  readonly reason: string;
  /** A test of ours shows that checkov is wrong: the row does not count as failed. */
  readonly isFalse: boolean;
}

/** The exceptions that docs/security.md lists: | check | what it wants | stacks | resources | reason |. */
export function readExceptions(page = readFileSync(join(root, "docs", "security.md"), "utf8")): Exception[] {
  const rows = page.matchAll(/^\| `(CKV[^`|]+)` \|[^|]+\|([^|]+)\|([^|]+)\|([^|]+)\|$/gm);
  return [...rows].map(([, check = "", stacks = "", addresses = "", reason = ""]) => ({
    check,
    stacks: quoted(stacks),
    addresses: quoted(addresses),
    reason: reason.trim(),
    isFalse: reason.trim().startsWith("False: "),
  }));
}

/** Whether an exception explains that a resource of a stack fails a check. */
export function covers(exception: Exception, stack: string, { id, address }: FailedCheck): boolean {
  const { check, stacks, addresses } = exception;
  return check === id && stacks.includes(stack) && addresses.some((pattern) => minimatch(address, pattern));
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);
}

/** A row of the table of shares. */
export interface Share {
  readonly stack: string;
  readonly checks: number;
  readonly passed: number;
  readonly percent: number;
  /** Findings that are not counted, because checkov gets them wrong. */
  readonly falseOnes: number;
}

/** The table of shares in docs/security.md. */
export function readShares(): Share[] {
  const rows = readFileSync(join(root, "docs/security.md"), "utf8").matchAll(
    /^\| `([\w-]+)` \| (\d+) \| (\d+) \| ([\d.]+) % \| (\d+) \| [\d-]+ \|$/gm,
  );
  return [...rows].map(([, stack = "", ...figures]) => {
    const [checks = 0, passed = 0, percent = 0, falseOnes = 0] = figures.map(Number);
    return { stack, checks, passed, percent, falseOnes };
  });
}
