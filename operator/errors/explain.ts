import { UserError } from "../process/user-error";
import { errorMatches, isBackendMissing, TerraformError } from "../terraform/diagnostics";
import type { Workspace } from "../terraform/workspace";
import { lockIn, lockText } from "./lock";
import { holderLife } from "./lock-holder-life";

/** Turns an error of Terraform into a message that says what is wrong and what to do. Other errors are returned as they are. */
export function explain(error: unknown, { id: stack, config, root, env }: Workspace): unknown {
  if (!(error instanceof TerraformError)) return error;
  const lock = lockIn(error.diagnostics);
  if (lock) return new UserError(lockText(stack, lock, holderLife(stack, lock.who, root)), { cause: error });
  if (errorMatches(error, /Saved plan is stale/)) {
    return new UserError(
      `the state of ${stack} has changed since its plan was made, so the plan is stale: nothing was applied, run it again`,
      { cause: error },
    );
  }
  const [, product, old] =
    /does\s+not\s+support\s+(Terraform|OpenTofu)\s+version\s+(\d[\w.+-]*\w)/.exec(error.message) ?? [];
  if (old) {
    const binary = env.TERRAFORM_BINARY_NAME || "terraform";
    const needed = config.requiredVersion ?? "a newer one";
    return new UserError(
      `${binary}: expected ${product} ${needed}, found ${old}: install a newer one, or name its program in TERRAFORM_BINARY_NAME`,
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
