import { z } from "zod";
import type { GitHub } from "../github/client";
import type { Repository } from "../github/run";

const pullRequest = z.object({
  number: z.number(),
  html_url: z.string(),
  state: z.string(),
  merged_at: z.string().nullable(),
});

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly state: "open" | "merged" | "closed";
}

export interface PullRequestProps extends Repository {
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

/** The pull request of a branch: the newest that there is and was not closed unmerged, or a new one. */
export async function pullRequestOf(gitHub: GitHub, props: PullRequestProps): Promise<PullRequest> {
  const { owner, repo, branch, base, title, body } = props;
  const parameters = {
    owner,
    repo,
    head: `${owner}:${branch}`,
    base,
    state: "all",
    sort: "created",
    direction: "desc",
  };
  const found = (await gitHub.list("GET /repos/{owner}/{repo}/pulls", parameters, pullRequest, 1)).map(read);
  const usable = found.find(({ state }) => state !== "closed");
  if (usable) return usable;
  const made = { owner, repo, head: branch, base, title, body };
  return read(await gitHub.call("POST /repos/{owner}/{repo}/pulls", made, pullRequest));
}

/** A pull request as it is now. */
export async function pullRequestNow(
  gitHub: GitHub,
  { owner, repo }: Repository,
  number: number,
): Promise<PullRequest> {
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
  return read(await gitHub.call(route, { owner, repo, pull_number: number }, pullRequest));
}

function read({ number, html_url: url, state, merged_at: merged }: z.infer<typeof pullRequest>): PullRequest {
  return { number, url, state: merged ? "merged" : state === "open" ? "open" : "closed" };
}
