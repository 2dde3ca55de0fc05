import type { SystemStep } from "../project";
import type { Workflow } from "../yaml";

/** GitHub's patterns: a plus sign counts what is before it. Other tags deploy nothing. */
const tagPatterns = { versions: "v[0-9]+.[0-9]+.[0-9]+", candidates: "v[0-9]+.[0-9]+.[0-9]+-rc.[0-9]+" } as const;
const tagTexts = { versions: "v1.2.0", candidates: "v1.2.0-rc.1" } as const;

/** What starts the workflow of a pipeline: pushes of its branches and tags, and a person. */
export function eventsOf(steps: readonly SystemStep[]): Workflow["on"] {
  const branches = steps.flatMap(({ on }) => ("branch" in on ? on.branch : []));
  const tags = steps.flatMap(({ on }) => ("tags" in on ? tagPatterns[on.tags] : []));
  return {
    push: { branches: [...new Set(branches)], ...(tags.length > 0 && { tags: [...new Set(tags)] }) },
    // A run that failed once: an approval confirms no second attempt, and a tag cannot be pushed again.
    workflow_dispatch: {},
  };
}

/** A step in words: `main → test`. */
export const wayText = ({ stage, on, environment }: SystemStep): string =>
  stage === "standby" ? `then ${environment}` : `${"branch" in on ? on.branch : tagTexts[on.tags]} → ${environment}`;

/** When a step's jobs run. */
export function conditionOf({ on }: SystemStep): string {
  if ("branch" in on) return `github.ref == 'refs/heads/${on.branch}'`;
  const isCandidate = "contains(github.ref_name, '-rc.')";
  const which = { versions: ` && !${isCandidate}`, candidates: ` && ${isCandidate}` }[on.tags];
  return `startsWith(github.ref, 'refs/tags/v')${which}`;
}

/** The ref of a step's runs, as a regular expression. */
export const refOf = ({ on }: SystemStep): string =>
  "branch" in on ? `refs/heads/${on.branch}` : `refs/tags/${tagPatterns[on.tags].replaceAll(".", "\\.")}`;
