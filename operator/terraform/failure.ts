import { interrupt } from "../process/interrupt";
import { InterruptedError } from "../process/user-error";
import type { Diagnostic } from "../progress/diagnostic";
import { errorMatches, TerraformError } from "./diagnostics";

const endedBy = "Terraform was ended by";

/** Whether an error, or what caused it, is that Terraform was ended by a signal: then it could not end properly. */
export function wasKilled(error: unknown): boolean {
  const { cause } = error as { cause?: unknown };
  return errorMatches(error, new RegExp(`^${endedBy}`)) || (cause !== undefined && wasKilled(cause));
}

/** The diagnostic of a Terraform that a signal ended. */
export function killedBy(signal: NodeJS.Signals): Diagnostic {
  const detail = "Resources that it was creating may exist without being in the state.";
  return { severity: "error", summary: `${endedBy} ${signal}`, detail };
}

/** The error of a command that failed: it was stopped, or it could not do its work. */
export function failure(args: readonly string[], diagnostics: readonly Diagnostic[]): Error {
  const error = new TerraformError(args[0] ?? "", diagnostics);
  return interrupt.requested ? new InterruptedError(`terraform ${args[0]} was stopped`, { cause: error }) : error;
}
