import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { identityOf, lifeOf, type ProcessIdentity, userAtHost } from "../../process/process-identity";
import type { Operator } from "../log/entries";

/** This process, as the log of a release names it. */
export function thisOperator(): Operator {
  return { who: userAtHost(), host: hostname(), token: randomUUID(), process: identityOf(process.pid) };
}

/** Whether the process of an entry is seen to have ended. That of another host or container cannot be seen. */
export function hasEnded({ process: identity }: Operator): boolean {
  return identity !== undefined && lifeOf(identity as ProcessIdentity) === "gone";
}
