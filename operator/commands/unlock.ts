import { refuseIfAlive, unlock as unlockState } from "../lock";
import { ready } from "../own-state";
import { withStacks } from "../selection";
import { type CommonOptions, print } from "../session";
import { withWorkspace } from "../workspace";

/** Frees the state of one stack from the lock with this id; without an id, shows the lock. */
export async function unlock(
  stack: string,
  { settings: settingsFiles, id }: CommonOptions & { id?: string },
): Promise<void> {
  refuseIfAlive(stack);
  await withStacks({ patterns: [stack], settingsFiles }, async ({ source }) => {
    const text = await withWorkspace({ id: stack, source, operation: "unlock" }, async (workspace) => {
      await ready(workspace);
      return unlockState(workspace, id);
    });
    print(text);
  });
}
