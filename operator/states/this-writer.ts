import { commitOf } from "../process/checkout";
import { userAtHost } from "../process/process-identity";
import type { Writer } from "./writer";

/** Who runs this process. In GitHub Actions `user@host` is the same for everyone: there the person and the run are named. */
export function thisWriter(command: string, more: Pick<Writer, "restored" | "after"> = {}, env = process.env): Writer {
  const { GITHUB_ACTOR: actor, GITHUB_RUN_ID: run, GITHUB_REPOSITORY: repository } = env;
  const commit = commitOf();
  const who = actor && run ? `${actor} in GitHub Actions run ${run} of ${repository ?? "unknown"}` : userAtHost();
  return { who, command, ...(commit && { commit }), ...more };
}
