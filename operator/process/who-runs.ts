import { userAtHost } from "./process-identity";

/** Who runs this process. In GitHub Actions `user@host` is the same for everyone: there the person and the run are named. */
export function whoRuns(env: NodeJS.ProcessEnv = process.env): string {
  const { GITHUB_ACTOR: actor, GITHUB_RUN_ID: run, GITHUB_REPOSITORY: repository } = env;
  return actor && run ? `${actor} in GitHub Actions run ${run} of ${repository ?? "unknown"}` : userAtHost();
}
