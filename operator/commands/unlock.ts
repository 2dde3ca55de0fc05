import { refuseIfAlive, unlock as unlockState } from "../errors/lock";
import { type CommonOptions, print } from "../operations/command-output";
import { references } from "../operations/selection";
import { withWorkspace } from "../operations/with-workspace";
import { UserError } from "../process/user-error";
import { prepareBackend } from "../terraform/self-hosted-state";
import { withStacks } from "./with-stacks";

/** Frees the state of one stack from the lock with this id; without an id, shows the lock. The exit code is 1 unless it is freed. */
export async function unlock(
  stack: string,
  { settings: settingsFiles, id, json }: CommonOptions & { id?: string },
): Promise<void> {
  const [found, ...others] = await references([stack]);
  if (found?.id !== stack || others.length > 0) {
    const ids = [found, ...others].map((of) => of?.id).join(", ");
    throw new UserError(`unlock: expected the id of one stack, found ${stack}, which names ${ids}`);
  }
  refuseIfAlive(stack);
  await withStacks({ patterns: [stack], settingsFiles }, async ({ source }) => {
    const { text, ...result } = await withWorkspace({ id: stack, source, operation: "unlock" }, async (workspace) => {
      await prepareBackend(workspace);
      return unlockState(workspace, id);
    });
    if (!json && !result.unlocked) throw new UserError(text);
    print(json ? JSON.stringify({ type: "result", ...result }) : text);
    if (!result.unlocked) process.exitCode = 1;
  });
}
