import type { StackReference } from "../../../settings/project/stacks";
import { authorOf, markerOf } from "../../github/author";
import { type GitHub, gitHub } from "../../github/client";
import { openIssues } from "../../github/issue";
import { type Repository, thisRun } from "../../github/run";
import { print, printError } from "../../operations/command-output";
import type { Seen } from "../../pipeline/coverage";
import { healthSeen } from "../../pipeline/health";
import { subjects } from "../../pipeline/issue-text";
import { oneStack } from "../with-release";

/**
 * Refuses where the open issue of `look health` names a stack: what was released there is not well, or could not be looked at. Exit code 0:
 * it is named in none; 1: refused, or an error.
 */
export async function health(pattern: string): Promise<void> {
  const stack = await oneStack(pattern);
  const { passed, seen } = await healthOf(await gitHub(), thisRun().repository, stack);
  (passed ? print : printError)(`${passed ? "ok     " : "refused"} ${seen}`);
  process.exitCode = passed ? 0 : 1;
}

/** What the issue that the job's own token writes says of a stack. @throws {GitHubError} where it cannot be read */
export async function healthOf(api: GitHub, repository: Repository, stack: StackReference): Promise<Seen> {
  const { label } = subjects.health;
  const author = await authorOf(api, undefined);
  return healthSeen(await openIssues(api, { repository, label, marker: markerOf("health"), author }), stack);
}
