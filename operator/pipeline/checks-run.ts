import type { GitHub } from "../github/client";
import { GitHubError } from "../github/failure";
import type { Repository } from "../github/run";
import { hasArtifact, newestRun, type WorkflowRun } from "../github/workflow-runs";
import type { Clock } from "../process/clock";
import { UserError } from "../process/user-error";

const minute = 60_000;
/** Between two looks. */
const pauseMs = minute / 2;
/** How long a run may be missing: GitHub starts it at the same time as this one. */
const longestStartMs = 5 * minute;
/** How long the checks may take: `npm test` has 90 minutes, and may wait for a runner. */
const longestMs = 100 * minute;

const file = "checks.yml";

export interface Checks {
  readonly api: GitHub;
  readonly repository: Repository;
  readonly commit: string;
  readonly clock: Clock;
  /** Called when the wait begins. */
  readonly say: (line: string) => void;
}

/**
 * The run of `checks.yml` that has the coverage of a commit, once it has ended well. The newest one decides.
 * @throws {UserError} where the checks failed, never started, or take too long
 */
export async function checksRun({ api, repository, commit, clock, say }: Checks): Promise<number> {
  const began = clock.now();
  const short = commit.slice(0, 12);
  for (let waits = false; ; waits = true) {
    const { run, missed } = await look(api, repository, commit);
    if (run?.status === "completed") return await ended(api, repository, commit, run);
    const waited = clock.now() - began;
    if (!run && !missed && waited >= longestStartMs) {
      throw new UserError(
        `checks: expected a run of ${file} for commit ${short}, found none after 5 minutes: it runs where the commit is pushed to main or develop. Push it there, then run this job again`,
      );
    }
    if (waited >= longestMs) {
      const last = missed ?? `${nameOf(run)} is ${run?.status ?? "not there"}`;
      throw new UserError(`checks: commit ${short}: not over after 100 minutes: ${last}. Run this job again later`);
    }
    if (!waits) say(`checks: waiting for ${run ? nameOf(run) : `a run of ${file}`} of commit ${short}`);
    await clock.sleep(pauseMs);
  }
}

interface Looked {
  readonly run?: WorkflowRun | undefined;
  /** Why GitHub did not answer; the next look may get an answer. */
  readonly missed?: string;
}

async function look(api: GitHub, repository: Repository, commit: string): Promise<Looked> {
  try {
    return { run: await newestRun(api, repository, { file, event: "push", commit }) };
  } catch (error) {
    if (error instanceof GitHubError && error.isTransient) return { missed: error.message };
    throw error;
  }
}

/** @throws {UserError} where the run says nothing good of the commit */
async function ended(api: GitHub, repository: Repository, commit: string, run: WorkflowRun): Promise<number> {
  const again = "Run it again, then this job";
  if (run.conclusion !== "success") {
    throw new UserError(
      `checks: expected that ${nameOf(run)} of commit ${commit.slice(0, 12)} ends well, found ${run.conclusion ?? "no conclusion"}. ${again}`,
    );
  }
  const name = `coverage-${commit}`;
  if (await hasArtifact(api, repository, run.id, name)) return run.id;
  throw new UserError(
    `checks: expected the artifact ${name} in ${nameOf(run)}, found none, or one that expired. ${again}`,
  );
}

const nameOf = (run: WorkflowRun | undefined): string =>
  run ? `run ${run.id} of ${file}${run.html_url ? ` (${run.html_url})` : ""}` : `a run of ${file}`;
