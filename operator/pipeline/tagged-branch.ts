import type { Seen } from "./coverage";
import type { Pipeline } from "./pipeline-of";

/** The branches whose commits a pipeline's tags may name: those that its steps deploy, and `main`. All of them need reviews. */
export function taggedBranches({ steps }: Pick<Pipeline, "steps">): string[] {
  return [...new Set([...steps.flatMap(({ on }) => ("branch" in on ? on.branch : [])), "main"])];
}

/** The commit of a tag has been reviewed: it is on a branch of the pipeline. @param holding those that hold it on GitHub */
export function taggedBranchSeen(tag: string, branches: readonly string[], holding: readonly string[]): Seen {
  const [branch] = holding;
  return branch === undefined
    ? {
        passed: false,
        seen: `tag: ${tag}: expected a commit of ${branches.join(" or ")}, found one that is not on GitHub there`,
      }
    : { passed: true, seen: `tag: ${tag} is on ${branch}` };
}
