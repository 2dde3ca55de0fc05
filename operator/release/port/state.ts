import type { Values } from "./platform";

/** The stack's Terraform, as the engine of a release uses it. */
export interface ReleaseState {
  /** `S`: the values that the state holds. */
  read(): Promise<Values>;
  /**
   * Plans and applies exactly these values. Refuses a plan that touches anything but what carries the release.
   * @throws {ApplyError} with what stopped it
   */
  apply(values: Values, options: { readonly lockTimeoutSeconds: number; readonly reason: string }): Promise<void>;
  /** Addresses that a full plan with refresh would change; empty is clean. Read only. */
  pending(): Promise<readonly string[]>;
  /** Hash of the synthesized configuration. */
  configHash(): string;
}

/** Why an apply did not happen or may not have: `refused`: the configuration takes no such value, which no second try changes. `other` means that its end is not known. */
export class ApplyError extends Error {
  constructor(
    readonly kind: "locked" | "stale" | "beyond the release" | "refused" | "credentials" | "interrupted" | "other",
    message: string,
  ) {
    super(message);
  }
}
