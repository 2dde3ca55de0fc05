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

/** What Terraform says of an argument that a command does not know. */
const unknownArgument =
  /Failed to parse command-line flags|flag provided but not defined|Too many command line arguments|^Usage: terraform/m;

/** The error of a command that failed: it was stopped, or it could not do its work. */
export function failure(args: readonly string[], diagnostics: readonly Diagnostic[], env = process.env): Error {
  const error = new TerraformError(args[0] ?? "", addedArguments(args, diagnostics, env) ?? diagnostics);
  return interrupt.requested ? new InterruptedError(`terraform ${args[0]} was stopped`, { cause: error }) : error;
}

/** One line in place of Terraform's usage text where arguments of the environment are what the command does not know. */
function addedArguments([command = ""]: readonly string[], diagnostics: readonly Diagnostic[], env: NodeJS.ProcessEnv) {
  const name = ["TF_CLI_ARGS", `TF_CLI_ARGS_${command}`].find((one) => env[one]);
  const isAbout = diagnostics.some(({ summary, detail }) => unknownArgument.test(`${summary}\n${detail ?? ""}`));
  if (!name || !isAbout) return undefined;
  const remedy =
    name === "TF_CLI_ARGS"
      ? "it is added to every command; unset it, or set TF_CLI_ARGS_plan or TF_CLI_ARGS_apply, which reach one"
      : "unset it, or leave that argument out";
  const severity: Diagnostic["severity"] = "error";
  return [
    {
      severity,
      summary: `terraform ${command} does not know an argument of ${name}=${JSON.stringify(env[name])}: ${remedy}`,
    },
  ];
}
