import { existsSync } from "node:fs";
import { lockText } from "../../errors/lock";
import { holderInView, worksHere } from "../../errors/lock-holder-life";
import { processText } from "../../process/terraform-processes";
import { UserError } from "../../process/user-error";
import { conditionText } from "../../states/condition";
import type { StateVersion } from "../../states/history";
import type { States } from "../../states/states";
import type { Workspace } from "../../terraform/workspace";

/** @throws {UserError} while another run holds the state, or a Terraform of this checkout works on the stack */
export async function refuseWhileWorkedOn(states: States, workspace: Workspace): Promise<void> {
  const { id, config } = workspace;
  const lock = await states.holder();
  if (lock?.who && config.backend.type === "cloud")
    throw new UserError(
      `${id}: ${lock.who} works on it (${lock.id}, ${lock.operation}): wait until it ends, or cancel it there`,
    );
  if (lock) throw new UserError(lockText(id, lock, holderInView(workspace, lock.who)));
  // One of another checkout holds the lock if the state is the same.
  const [working] = worksHere(id);
  if (working) throw new UserError(`${id}: ${processText(working)} works on it: wait until it ends`);
  const file = workspace.path("errored.tfstate");
  if (existsSync(file))
    throw new UserError(
      `${id}: an earlier run could not save its state and left ${file}, which is newer than every version: the next deploy from here saves it. ` +
        "Remove it first if it is not wanted",
    );
}

/** @throws {UserError} for a version that no state of the stack can be made of */
export function refuseUnfit(id: string, { id: version, condition, bytes }: StateVersion): void {
  if (condition.is === "whole") return;
  const why = conditionText(condition, bytes);
  throw new UserError(
    `${id}: version ${version} cannot be put back: ${why}. npm run state -- history ${id} says which one is whole`,
  );
}
