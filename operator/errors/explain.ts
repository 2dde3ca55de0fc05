import { RefusedReplacement } from "../plan/refused-replacement";
import { UserError } from "../process/user-error";
import { wrongStateIn, wrongStateText } from "../states/wrong-state";
import { errorMatches, isBackendMissing, isLockTableMissing, TerraformError } from "../terraform/diagnostics";
import { environmentOf } from "../terraform/state-place";
import type { Workspace } from "../terraform/workspace";
import { lockIn, lockText } from "./lock";
import { holderInView } from "./lock-holder-life";
import { unfinishedError } from "./unfinished";

/** Turns an error of Terraform into a message that says what is wrong and what to do. Other errors are returned as they are. */
export async function explain(error: unknown, workspace: Workspace): Promise<unknown> {
  const { id: stack, config, env } = workspace;
  if (!(error instanceof TerraformError)) return error;
  if (error instanceof RefusedReplacement) return unfinishedError(workspace, error.addresses, error.others);
  const lock = lockIn(error.diagnostics);
  if (lock) return new UserError(lockText(stack, lock, holderInView(workspace, lock.who)), { cause: error });
  if (errorMatches(error, /Saved plan is stale/)) {
    return new UserError(
      `the state of ${stack} has changed since its plan was made, so the plan is stale: nothing was applied, run it again`,
      { cause: error },
    );
  }
  const [, ended] = /Saved\s+plan\s+is\s+(already\s+\w+|canceled|discarded|errored)/.exec(error.message) ?? [];
  if (ended) {
    return new UserError(
      `the plan of ${stack} is ${ended.replace(/\s+/, " ")} in HCP Terraform: nothing was applied, run it again`,
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
  if (config.backend.type !== "s3") return error;
  const { bucket, dynamodb_table: table } = config.backend.settings;
  const bootstrap = `run npm run bootstrap -- ${environmentOf(stack, table)}`;
  if (isBackendMissing(error)) {
    return new UserError(`${stack}: the state bucket ${bucket} does not exist: ${bootstrap}`, { cause: error });
  }
  if (isLockTableMissing(error)) {
    return new UserError(
      `${stack}: the lock table ${table} does not exist, so the state cannot be locked. Nothing was changed. To make the table again, ${bootstrap}`,
      { cause: error },
    );
  }
  const wrong = wrongStateIn(error);
  return wrong ? new UserError(await wrongStateText(workspace, wrong), { cause: error }) : error;
}
