import type { Records } from "./settle";
import type { Source } from "./source";

/** What a run of the poller works with. */
export interface Poller extends Records {
  readonly source: Source;
  /** Repositories that items may name, as `owner/name` or `owner/*`. */
  readonly repositories: readonly string[];
  /** Most builds that one run starts. */
  readonly maxStarts: number;
  /** Refused starts after which an item fails. */
  readonly maxAttempts: number;
  /** A new unique name for each claim. */
  readonly newClaim: () => string;
  /** Seconds since 1970. */
  readonly now: () => number;
}
