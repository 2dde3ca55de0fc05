import { CloudWatchClient, PutMetricDataCommand, type StandardUnit } from "@aws-sdk/client-cloudwatch";
import type { Build, Report } from "@aws-sdk/client-codebuild";

export interface Metric {
  readonly name: string;
  readonly value: number;
  readonly unit?: StandardUnit;
}

/** Publishes metrics in the namespace of one environment. */
export class Metrics {
  constructor(
    private readonly namespace: string,
    private readonly client = new CloudWatchClient({}),
  ) {}

  /** Publishes each metric for all projects together, and for its project if there is one. */
  async publish(metrics: readonly Metric[], project?: string): Promise<void> {
    if (metrics.length === 0) return;
    const dimensions = [[], ...(project ? [[{ Name: "Project", Value: project }]] : [])];
    const MetricData = dimensions.flatMap((Dimensions) =>
      metrics.map(({ name, value, unit = "Count" }) => ({ MetricName: name, Value: value, Unit: unit, Dimensions })),
    );
    await this.client.send(new PutMetricDataCommand({ Namespace: this.namespace, MetricData }));
  }
}

/** Metrics of a finished build that CodeBuild does not publish: its queue time, clone, tests and pull request. */
export function metricsOf(build: Build, reports: readonly Report[]): Metric[] {
  const { phases = [], exportedEnvironmentVariables = [] } = build;
  const queued = phases.find(({ phaseType }) => phaseType === "QUEUED");
  const download = phases.find(({ phaseType }) => phaseType === "DOWNLOAD_SOURCE");
  const pullRequest = exportedEnvironmentVariables.find(({ name }) => name === "PULL_REQUEST");
  return [
    ...(queued ? [{ name: "QueueTime", value: queued.durationInSeconds ?? 0, unit: "Seconds" as const }] : []),
    ...(download ? [{ name: "GitFailures", value: Number(download.phaseStatus !== "SUCCEEDED") }] : []),
    ...reports.flatMap(reportMetrics),
    // If the buildspec exports the variable, it is the address of the pull request: empty after an error, "none" without changes.
    ...(pullRequest && pullRequest.value !== "none" ? pullRequestMetrics(Boolean(pullRequest.value)) : []),
  ];
}

function reportMetrics({ testSummary, codeCoverageSummary }: Report): Metric[] {
  const coverage = codeCoverageSummary?.lineCoveragePercentage;
  return [
    ...(coverage === undefined ? [] : [{ name: "Coverage", value: coverage, unit: "Percent" as const }]),
    ...(testSummary
      ? [{ name: "TestsRun", value: testSummary.total ?? 0 }, failedTests(testSummary.statusCounts)]
      : []),
  ];
}

const failedTests = ({ FAILED = 0, ERROR = 0 }: Readonly<Record<string, number>> = {}): Metric => ({
  name: "TestsFailed",
  value: FAILED + ERROR,
});

const pullRequestMetrics = (opened: boolean): Metric[] => [
  { name: "PullRequests", value: 1 },
  { name: "PullRequestsOpened", value: Number(opened) },
];
