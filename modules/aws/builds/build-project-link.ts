import type { FunctionLink } from "../functions/function-links";

export interface LinkedBuilds {
  readonly projectArns: readonly string[];
  readonly reportGroupArns: readonly string[];
}

/** A function that starts builds of these projects and looks for them. */
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

/** A function that reads what became of builds, and their reports. */
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
