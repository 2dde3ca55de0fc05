import { type Answer, missing, ok } from "../look/finding";
import type { TotalNeed } from "./quota";

/** How a need and a quota compare. */
export interface Comparison {
  readonly need: TotalNeed;
  /** The quota's value; Infinity where there is no limit. */
  readonly limit: number;
  /** What others have taken of it; a text where that could not be found out. @default - nothing is counted */
  readonly used?: number | string;
  /** The command that asks for another value. @default - there is none */
  readonly request?: (value: number) => string;
}

/** Whether a quota suffices: missing where the first deploy takes more, with a command where autoscaling may later. */
export function quotaAnswer({ need, limit, used, request }: Comparison): Answer {
  const { start, most, parts } = need;
  const taken = typeof used === "number" ? used : 0;
  const shares = parts.map((part) => `${part.stack} ${part.start}`).join(", ");
  const also = used === undefined || used === 0 ? "" : `, ${used} used by others`;
  const text = `needs ${start} (${shares})${also}, the quota is ${limit === Infinity ? "without a limit" : limit}`;
  if (start + taken > limit) return missing(text, request?.(most + taken));
  if (most + taken <= limit) return ok(text);
  const command = request ? `: ${request(most + taken)}` : "";
  return ok(`${text}; at the most it is ${most + taken}${command}`);
}
