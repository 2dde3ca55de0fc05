import { refuseIfAlive, unlock as unlockState } from "../errors/lock";
import { type CommonOptions, print } from "../operations/command-output";
import { withWorkspace } from "../operations/with-workspace";
import { prepareBackend } from "../terraform/self-hosted-state";
import { withStacks } from "./with-stacks";

/** Frees the state of one stack from the lock with this id; without an id, shows the lock. */
export async function unlock(
  stack: string,
  { settings: settingsFiles, id }: CommonOptions & { id?: string },
): Promise<void> {
  refuseIfAlive(stack);
  await withStacks({ patterns: [stack], settingsFiles }, async ({ source }) => {
    const text = await withWorkspace({ id: stack, source, operation: "unlock" }, async (workspace) => {
      await prepareBackend(workspace);
      return unlockState(workspace, id);
    });
    print(text);
  });
}
