import type { FunctionLink } from "../functions/function-links";

/** The builds that a function works with. */
export interface LinkedBuilds {
  /** The build projects. */
  readonly projectArns: readonly string[];
  /** The report groups of the projects. */
  readonly reportGroupArns: readonly string[];
}

/** Lets a function start builds of the projects and look them up. */
export function startBuildsLink({ projectArns }: Pick<LinkedBuilds, "projectArns">): FunctionLink {
  return {
    environment: {},
    statements: [
      {
        actions: ["codebuild:BatchGetBuilds", "codebuild:ListBuildsForProject", "codebuild:StartBuild"],
        resources: [...projectArns],
      },
    ],
  };
}

/** Lets a function read the state of builds and their reports. */
export function readBuildsLink({ projectArns, reportGroupArns }: LinkedBuilds): FunctionLink {
  return {
    environment: {},
    statements: [
      { actions: ["codebuild:BatchGetBuilds"], resources: [...projectArns] },
      ...(reportGroupArns.length > 0
        ? [{ actions: ["codebuild:BatchGetReports"], resources: [...reportGroupArns] }]
        : []),
    ],
  };
}
