import { z } from "zod";
import type { GitHub } from "./client";
import { orNothing } from "./or-nothing";
import type { Repository } from "./run";

const comparison = z.object({ status: z.string() });

/** The branches that hold a commit on GitHub, of those that are named. One that does not exist holds none. */
export async function branchesWith(
  gitHub: GitHub,
  repository: Repository,
  commit: string,
  branches: readonly string[],
): Promise<string[]> {
  const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
  const held = await Promise.all(
    branches.map(async (branch) => {
      const place = { ...repository, basehead: `${branch}...${commit}`, per_page: 1 };
      const found = await orNothing(gitHub.call(route, place, comparison));
      return found?.status === "behind" || found?.status === "identical";
    }),
  );
  return branches.filter((_, index) => held[index]);
}
