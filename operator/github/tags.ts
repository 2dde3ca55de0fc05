import { z } from "zod";
import type { GitHub } from "./client";
import { orNothing } from "./or-nothing";
import type { Repository } from "./run";

const object = z.object({ object: z.object({ type: z.string(), sha: z.string() }) });

/** The commit that a tag leads to, on GitHub; an annotated tag leads there through an object of its own. Nothing where there is no such tag. */
export async function commitOfTag(gitHub: GitHub, repository: Repository, tag: string): Promise<string | undefined> {
  const ref = { ...repository, ref: `tags/${tag}` };
  let found = await orNothing(gitHub.call("GET /repos/{owner}/{repo}/git/ref/{+ref}", ref, object));
  // A tag of a tag is possible, and no one makes many of them.
  for (let depth = 0; found?.object.type === "tag" && depth < 5; depth++) {
    const of = { ...repository, tag_sha: found.object.sha };
    found = await orNothing(gitHub.call("GET /repos/{owner}/{repo}/git/tags/{tag_sha}", of, object));
  }
  return found?.object.type === "commit" ? found.object.sha : undefined;
}
