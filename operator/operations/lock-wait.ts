import { heldBy, readLock } from "../errors/lock";
import { duration } from "../process/duration";
import type { Progress } from "../progress/progress";
import { Terraform } from "../terraform/terraform";
import type { Workspace } from "../terraform/workspace";

/**
 * Says once, while a command waits for the lock of a state, who holds it. HCP Terraform does not say who; a lock that was freed meanwhile,
 * or may not be read, is not named.
 * @param seconds how long the command waits; 0: it does not, and its error names the holder
 */
export function holderNote(workspace: Workspace, progress: Progress, seconds = 0): () => void {
  const { id: stack, dir, env, config } = workspace;
  let isSaid = seconds === 0;
  return () => {
    if (isSaid) return;
    isSaid = true;
    const say = (what: string) =>
      progress.report({ stack, type: "note", text: `the state is ${what}: waiting up to ${duration(seconds)}` });
    if (config.backend.type === "cloud") {
      say("locked");
      return;
    }
    // A Terraform of its own: the one that waits stays the one that holds the folder.
    readLock({ config, terraform: new Terraform({ cwd: dir, env }) }).then(
      (lock) => lock && say(heldBy(lock, new Date())),
      () => {},
    );
  };
}
