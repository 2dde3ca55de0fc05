import { readFileSync } from "node:fs";
import { StackView } from "../../preflight/look/stack-view";
import type { Workspace } from "../../terraform/workspace";
import type { ReleaseLog } from "../log/release-log";

/**
 * The newest release of a stack; nothing before the first, and where the stack has no releases or no place for their log.
 * @param view the stack's JSON. @default - it is read
 */
export async function lastReleaseOf(
  workspace: Pick<Workspace, "id" | "config" | "path">,
  view?: StackView,
): Promise<ReleaseLog | undefined> {
  const { id, config } = workspace;
  if (!config.outputs.includes("release_target")) return undefined;
  // Loaded late: they load the AWS SDK.
  const { logIn } = await import("./log-of.js");
  const { ReleaseLog } = await import("../log/release-log.js");
  const store = logIn(view ?? new StackView(id, readFileSync(workspace.path("cdk.tf.json"), "utf8")));
  return store && ReleaseLog.last({ store, stack: id });
}
