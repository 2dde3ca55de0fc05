import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as policy from "../../../operator/policy/exceptions";
import { root } from "../../stacks/synthesized";

export { covers, type Exception } from "../../../operator/policy/exceptions";

/** The exceptions that docs/security.md lists. */
export function readExceptions(): readonly policy.Exception[] {
  return policy.readExceptions(readFileSync(join(root, "docs", "security.md"), "utf8"));
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
