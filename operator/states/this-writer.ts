import { commitOf } from "../process/checkout";
import { whoRuns } from "../process/who-runs";
import type { Writer } from "./writer";

/** Who runs this process, at which commit, with which command. @param more what the caller knows, such as who approved */
export function thisWriter(
  command: string,
  more: Omit<Partial<Writer>, "who" | "commit" | "command"> = {},
  env = process.env,
): Writer {
  const commit = commitOf();
  return { who: whoRuns(env), command, ...(commit && { commit }), ...more };
}
