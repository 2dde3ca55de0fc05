import { join } from "node:path";
import type { StackReference } from "../../../settings/project/stacks";
import type { Summary } from "../../release/log/entries";
import { withStacks } from "../with-stacks";

/** Releases of a stack that are looked through. */
const most = 50;

/** The releases of a stack, newest first, from the log in the bucket of its state. */
export function releasesOf({ id }: StackReference, settingsFiles: readonly string[]): Promise<Summary[]> {
  return withStacks({ patterns: [id], settingsFiles }, async ({ source }) => {
    // Loaded late: they load the AWS SDK.
    const { logOf } = await import("../../release/world/log-of.js");
    const { history } = await import("../../release/log/history.js");
    return history(logOf(id, join(source, "stacks", id, "cdk.tf.json")), id, most);
  });
}
