import type { Fingerprint } from "./changes";
import type { State } from "./state-text";
import type { VersionHead } from "./states";

/** What may be printed of a state. */
export interface StateFacts extends Pick<State, "serial" | "lineage" | "terraform" | "stack"> {
  /** Number of resources that the stack makes. */
  readonly resources: number;
}

/** A version that was read, before it is compared with the others. */
export interface ReadVersion extends VersionHead {
  readonly bytes: number;
  /** As Terraform keeps it in the lock table. */
  readonly md5: string;
  readonly state?: StateFacts;
  readonly print?: Fingerprint;
  /** The first of it: enough to see whether it is another one's beginning. */
  readonly text: string;
}
