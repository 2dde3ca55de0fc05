import { CodebuildReportGroup } from "@cdktf/provider-aws/lib/codebuild-report-group";
import type { Construct } from "constructs";

/** What a buildspec calls its reports, and what they are. */
const types = { tests: "TEST", coverage: "CODE_COVERAGE" };

/**
 * The report groups of a project, by the key that its buildspec uses: CodeBuild looks for `<project>-<key>`, and would make
 * one that nobody owns. Reports end after 30 days (CodeBuild's own limit).
 */
export function buildReports(scope: Construct, projectName: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(types).map(([key, type]) => {
      const group = new CodebuildReportGroup(scope, `report-${key}`, {
        name: `${projectName}-${key}`,
        type,
        // A destroy takes the reports with it; what a build is judged by is in the metrics.
        deleteReports: true,
        exportConfig: { type: "NO_EXPORT" },
      });
      return [key, group.arn];
    }),
  );
}
