import { z } from "zod";
import type { GitHub } from "./client";
import type { Repository } from "./run";

const repositoryId = z.object({ id: z.number() }).nullish();
const run = z.object({
  id: z.number(),
  event: z.string(),
  /** The file of the workflow; GitHub adds `@<ref>` at times. */
  path: z.string(),
  head_sha: z.string(),
  /** The branch, or the tag. */
  head_branch: z.string().nullish(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  html_url: z.string().optional(),
  repository: repositoryId,
  head_repository: repositoryId,
});
const artifact = z.object({
  id: z.number(),
  name: z.string(),
  expired: z.boolean(),
  created_at: z.iso.datetime().nullish(),
  workflow_run: z
    .object({ id: z.number(), repository_id: z.number().nullish(), head_repository_id: z.number().nullish() })
    .nullish(),
});

/** A run of a workflow. */
export type WorkflowRun = z.infer<typeof run>;
type Artifact = z.infer<typeof artifact>;

/** Which runs of a workflow may say something of a build. */
export interface Wanted {
  /** The file below `.github/workflows/`. */
  readonly file: string;
  readonly events: readonly string[];
}

/** The newest run of a commit. One of a fork, of another event or of another file is none. */
export async function newestRun(
  gitHub: GitHub,
  repository: Repository,
  { file, event, commit }: { readonly file: string; readonly event: string; readonly commit: string },
): Promise<WorkflowRun | undefined> {
  const of = { ...repository, workflow_id: file, event, head_sha: commit };
  const found = await gitHub.list("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", of, run, 1);
  const own = found.filter((one) => isWanted(one, { file, events: [event] }) && one.head_sha === commit);
  return own.sort((one, other) => other.id - one.id)[0];
}

/** Whether a run has kept an artifact of a name that is still there. */
export async function hasArtifact(gitHub: GitHub, repository: Repository, id: number, name: string): Promise<boolean> {
  const of = { ...repository, run_id: id, name };
  const found = await gitHub.list("GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts", of, artifact);
  return found.some((one) => one.name === name && !one.expired);
}

/** The run that has kept the newest artifact of a name. Everyone who opens a pull request can keep one of any name: only these runs count. */
export async function newestRunWith(
  gitHub: GitHub,
  repository: Repository,
  name: string,
  wanted: Wanted & { readonly isOf: (ref: string) => boolean },
): Promise<WorkflowRun | undefined> {
  const found = await gitHub.list("GET /repos/{owner}/{repo}/actions/artifacts", { ...repository, name }, artifact);
  for (const id of runsOf(found.filter((one) => one.name === name && !one.expired))) {
    const of = { ...repository, run_id: id };
    const kept = await gitHub.call("GET /repos/{owner}/{repo}/actions/runs/{run_id}", of, run);
    if (isWanted(kept, wanted) && wanted.isOf(kept.head_branch ?? "")) return kept;
  }
  return undefined;
}

/** The runs of this repository's own commits that kept artifacts, the newest artifact first. */
function runsOf(artifacts: readonly Artifact[]): number[] {
  const time = ({ created_at }: Artifact) => Date.parse(created_at ?? "") || 0;
  const newestFirst = [...artifacts].sort((one, other) => time(other) - time(one) || other.id - one.id);
  const runs = newestFirst.flatMap(({ workflow_run: of }) =>
    of && of.repository_id === of.head_repository_id ? of.id : [],
  );
  return [...new Set(runs)];
}

const isWanted = ({ path, event, repository, head_repository }: WorkflowRun, { file, events }: Wanted): boolean =>
  path.replace(/@.*$/, "") === `.github/workflows/${file}` &&
  events.includes(event) &&
  repository?.id !== undefined &&
  repository.id === head_repository?.id;
