import { UserError } from "../process/user-error";
import { TerraformError } from "../terraform/diagnostics";
import type { Workspace } from "../terraform/workspace";
import { lockIn, lockText } from "./lock";

/** True when Terraform failed because the bucket that should hold the state does not exist. */
export function isBackendMissing(error: unknown): boolean {
  return says(error, /S3 bucket ".*" does not exist|NoSuchBucket/);
}

/** Turns what Terraform says into what a person should know and do; other errors are returned as they are. */
export function explain(error: unknown, { id: stack, config }: Workspace): unknown {
  if (!(error instanceof TerraformError)) return error;
  const lock = lockIn(error.diagnostics);
  if (lock) return new UserError(lockText(stack, lock), { cause: error });
  if (says(error, /Saved plan is stale/)) {
    return new UserError(
      `the state of ${stack} has changed since its plan was made, so the plan is stale: nothing was applied, run it again`,
      { cause: error },
    );
  }
  if (config.backend.type === "s3" && isBackendMissing(error)) {
    const environment = stack.startsWith("account-") ? stack.slice("account-".length) : "<environment>";
    return new UserError(
      `${stack}: the state bucket ${config.backend.settings.bucket} does not exist: run npm run bootstrap -- ${environment}`,
      { cause: error },
    );
  }
  return error;
}

function says(error: unknown, pattern: RegExp): boolean {
  if (!(error instanceof TerraformError)) return false;
  return error.diagnostics.some(({ summary, detail }) => pattern.test(`${summary}\n${detail ?? ""}`));
}
