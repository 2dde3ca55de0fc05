import { join } from "node:path";
import type { StackReference } from "../../../settings/project/stacks";
import { UserError } from "../../process/user-error";
import type { Summary } from "../../release/log/entries";
import { LostCredentials } from "../../release/port/lost-credentials";
import { withStacks } from "../with-stacks";

/** Releases of a stack that are looked through. */
const most = 50;

/** The releases of a stack, newest first, from the log in the bucket of its state. @throws {UserError} without credentials that may read it */
export function releasesOf({ id }: StackReference, settingsFiles: readonly string[]): Promise<Summary[]> {
  return withStacks({ patterns: [id], settingsFiles }, async ({ source }) => {
    // Loaded late: they load the AWS SDK.
    const { logOf } = await import("../../release/world/log-of.js");
    const { history } = await import("../../release/log/history.js");
    try {
      return await history(logOf(id, join(source, "stacks", id, "cdk.tf.json")), id, most);
    } catch (error) {
      if (error instanceof LostCredentials)
        throw new UserError(
          `${id}: its log cannot be read: ${error.message}: sign in to its account, then run it again`,
        );
      throw error;
    }
  });
}
