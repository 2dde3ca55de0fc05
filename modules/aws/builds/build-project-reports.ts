import { CodebuildReportGroup } from "@cdktf/provider-aws/lib/codebuild-report-group";
import type { Construct } from "constructs";

/** The keys of reports in a buildspec, with their types. */
const types = { tests: "TEST", coverage: "CODE_COVERAGE" };

/**
 * The report groups of a project by their key in the buildspec. CodeBuild writes to the group `<project>-<key>` and makes it
 * if it is missing, outside of Terraform. Reports end after 30 days (CodeBuild's limit).
 */
export function buildReports(scope: Construct, projectName: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(types).map(([key, type]) => {
      const group = new CodebuildReportGroup(scope, `report-${key}`, {
        name: `${projectName}-${key}`,
        type,
        // A destroy deletes the reports too. The counts are kept as metrics.
        deleteReports: true,
        exportConfig: { type: "NO_EXPORT" },
      });
      return [key, group.arn];
    }),
  );
}
