import { z } from "zod";
import { type GitHub, GitHubError } from "./client";
import type { Repository } from "./run";

const object = z.object({ object: z.object({ type: z.string(), sha: z.string() }) });

/** The commit that a tag leads to, on GitHub; an annotated tag leads there through an object of its own. Nothing where there is no such tag. */
export async function commitOfTag(gitHub: GitHub, repository: Repository, tag: string): Promise<string | undefined> {
  try {
    const ref = { ...repository, ref: `tags/${tag}` };
    let found = await gitHub.call("GET /repos/{owner}/{repo}/git/ref/{+ref}", ref, object);
    // A tag of a tag is possible, and no one makes many of them.
    for (let depth = 0; found.object.type === "tag" && depth < 5; depth++) {
      const of = { ...repository, tag_sha: found.object.sha };
      found = await gitHub.call("GET /repos/{owner}/{repo}/git/tags/{tag_sha}", of, object);
    }
    return found.object.type === "commit" ? found.object.sha : undefined;
  } catch (error) {
    if (error instanceof GitHubError && error.status === 404) return undefined;
    throw error;
  }
}

const environment = z.object({
  protection_rules: z.array(z.object({ type: z.string(), wait_timer: z.number().optional() })).optional(),
});

/** Minutes that a job of an environment waits before it begins; 0 where there is no such environment. */
export async function waitTimerOf(gitHub: GitHub, repository: Repository, name: string): Promise<number> {
  try {
    const route = "GET /repos/{owner}/{repo}/environments/{environment_name}";
    const { protection_rules: rules = [] } = await gitHub.call(
      route,
      { ...repository, environment_name: name },
      environment,
    );
    return rules.find(({ type }) => type === "wait_timer")?.wait_timer ?? 0;
  } catch (error) {
    if (error instanceof GitHubError && error.status === 404) return 0;
    throw error;
  }
}
