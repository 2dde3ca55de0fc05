import { UserError } from "../../process/user-error";
import type { Values } from "./platform";

/** The stack's Terraform, as the engine of a release uses it. */
export interface ReleaseState {
  /** `S`: the values that the state holds. @throws {ApplyError} with what stopped it */
  read(): Promise<Values>;
  /** What this process has read or applied last, which no other changes while it has the release; read where there is none. @throws {ApplyError} */
  known(): Promise<Values>;
  /**
   * Plans and applies exactly these values. Refuses a plan that touches anything but what carries the release.
   * @throws {ApplyError} with what stopped it
   */
  apply(values: Values, options: ApplyOptions): Promise<void>;
  /** Addresses that a full plan with refresh would change; empty is clean. Read only. */
  pending(): Promise<readonly string[]>;
  /** The same, with what carries the release: empty where the checkout would publish nothing. Read only. */
  changed(): Promise<readonly string[]>;
  /** Hash of the synthesized configuration. */
  configHash(): string;
}

export interface ApplyOptions {
  readonly lockTimeoutSeconds: number;
  /** For people. */
  readonly reason: string;
  /**
   * Whether to look at what exists first: an apply that was cut off has changed what the state does not know, and a plan that compares with
   * the state alone would leave it so. @default false: quicker
   */
  readonly looks?: boolean;
}

/**
 * Why an apply did not happen or may not have, or why the state could not be read. `refused`: the configuration takes no such value, which no
 * second try changes. `other`: the end of an apply is not known, and a read may succeed the next time.
 */
export class ApplyError extends UserError {
  constructor(
    readonly kind: "locked" | "stale" | "beyond the release" | "refused" | "credentials" | "interrupted" | "other",
    message: string,
  ) {
    super(message);
  }
}
