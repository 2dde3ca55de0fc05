import { TerraformError } from "../terraform/diagnostics";
import type { Change } from "./stack-plan";

/** A plan that could not be made: it would replace what an apply has made and not finished, and `prevent_destroy` refuses that. */
export class RefusedReplacement extends TerraformError {
  constructor(
    /** What is tainted and protected. */
    readonly addresses: readonly string[],
    error: TerraformError,
  ) {
    super(error.command, error.diagnostics);
  }

  /** The errors that have nothing to do with it. */
  get others(): TerraformError["diagnostics"] {
    return this.diagnostics.filter(({ severity, detail }) => severity === "error" && !refused.test(detail ?? ""));
  }
}

/** Terraform's and OpenTofu's words, of which the address is the second. */
const refused = /Resource (\S+) has lifecycle\.prevent_destroy set/;

/** The error of a plan; a {@link RefusedReplacement} where it refuses to replace a tainted resource. `changes` are those that it has shown. */
export function refusedReplacement(error: unknown, changes: readonly Change[]): unknown {
  if (!(error instanceof TerraformError)) return error;
  const protectedOnes = error.diagnostics.map(({ detail = "" }) => refused.exec(detail)?.[1]);
  const isTainted = ({ action, reason }: Change) => action === "replace" && reason === "tainted";
  const addresses = changes
    .filter((change) => isTainted(change) && protectedOnes.includes(change.address))
    .map(({ address }) => address);
  return addresses.length > 0 ? new RefusedReplacement(addresses, error) : error;
}

/** Whether the service, or the provider for it, refuses to destroy a resource with these values. */
export function refusesDestruction(values: unknown): boolean {
  const switches = Object.entries(Object(values)).filter(([key]) =>
    /^(enable_)?deletion_protection(_enabled)?$/.test(key),
  );
  return switches.some(([, value]) => value === true || value === "ACTIVE");
}
