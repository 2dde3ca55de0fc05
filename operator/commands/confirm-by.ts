import { findApproval } from "../github/approval";
import { gitHub } from "../github/client";
import { thisRun } from "../github/run";
import { type ChangeOptions, printError } from "../operations/command-output";
import type { Selection } from "../operations/selection";
import { gitHubEnvironments } from "../operations/stack-flags";
import { keepApproval } from "../process/approved";
import { UserError } from "../process/user-error";

/** `--confirm-by github`: the approval of the job's GitHub environment is the confirmation. */
export interface ConfirmBy {
  readonly confirmBy?: "github";
}

type Options = Pick<ChangeOptions, "confirm" | "settings" | "yes"> & ConfirmBy;

/**
 * Options whose `confirm` names the stacks that may be changed: those that are not protected, as with `--yes`, and those that GitHub's
 * approval confirms. Who approved is kept for what is recorded of them. GitHub is called before anything else is done: a run that may not change a
 * stack shows no plan of it.
 * @throws {UserError} outside of GitHub Actions, and for a protected stack that is not approved
 */
export async function confirmedBy<T extends Options>(
  options: T,
  ids: readonly string[],
  selection: Selection,
): Promise<T> {
  if (options.confirmBy === undefined) return options;
  if (options.confirm.length > 0 || options.yes)
    throw new UserError("--confirm-by github: it is the confirmation, so leave out --confirm and --yes");
  const run = thisRun();
  const guarded = ids.filter((id) => selection.protectedIds.has(id));
  if (guarded.length > 0) {
    const api = await gitHub();
    const environments = await gitHubEnvironments(guarded, options.settings);
    for (const stack of guarded) {
      const by = await findApproval(api, run, { stack, environments: environments.get(stack) ?? [] });
      keepApproval(stack, by);
      printError(`${stack}: approved by ${by.approver} in ${by.environment}: ${by.run}`);
    }
  }
  return { ...options, confirm: ids };
}
