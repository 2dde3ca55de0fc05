import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { approvalOf } from "../../process/approved";
import { identityOf, lifeOf, type ProcessIdentity } from "../../process/process-identity";
import { tagOf } from "../../process/tag-of";
import { whoRuns } from "../../process/who-runs";
import type { Operator } from "../log/entries";

/** This process, as the log of a release names it, with who approved the release, and the tag of its run. @param stack the one that is released to */
export function thisOperator(stack?: string): Operator {
  const approved = stack === undefined ? undefined : approvalOf(stack);
  const tag = tagOf();
  return {
    who: whoRuns(),
    host: hostname(),
    token: randomUUID(),
    process: identityOf(process.pid),
    ...(approved && { approved: { ...approved } }),
    ...(tag && { tag }),
  };
}

/** Whether the process of an entry is seen to have ended. That of another host or container cannot be seen. */
export function hasEnded({ process: identity }: Operator): boolean {
  return identity !== undefined && lifeOf(identity as ProcessIdentity) === "gone";
}
