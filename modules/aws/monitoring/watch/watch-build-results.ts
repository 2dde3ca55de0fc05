import type { Alert } from "../../../alerts";
import { graph, line, measured } from "../dashboards-widgets";
import type { Metric } from "../metrics";
import type { Watched } from "../watched";

/** The alerts on what builds report (document 004). */
export interface BuildResultAlerts {
  /** Line coverage in percent that a build may not fall below. */
  readonly coverage: Alert;
  /** How often access to a secret was denied. */
  readonly secretDenials: Alert;
  /** How many runs of the poller in a row had a fault. */
  readonly pollerFailures: Alert;
  /** How many work items ended without a build. */
  readonly itemsGivenUp: Alert;
}

/**
 * What CodeBuild itself does not count: time in the queue, failed clones, tests, coverage, pull requests, and denied access to
 * secrets, and what the poller could not do. The functions `events` and `poller` publish these metrics in `namespace`.
 */
export function watchBuildResults(namespace: string, alerts: BuildResultAlerts): Watched {
  const { coverage, secretDenials, pollerFailures, itemsGivenUp } = alerts;
  const metric = (name: string, stat = "Sum"): Metric => ({ namespace, name, dimensions: {}, stat });
  const share = (part: Metric, whole: Metric, id: string) => ({
    metrics: { [`${id}Part`]: part, [`${id}Whole`]: whole },
    expression: `100 * ${id}Part / ${id}Whole`,
  });
  const missingData = "notBreaching"; // No build, no result.

  return {
    widgets: {
      overview: [
        graph(
          "time in the queue (s)",
          ["p50", "p95", "p99"].map((stat) => line(metric("QueueTime", stat), stat)),
        ),
        graph("Git failures", [line(metric("GitFailures"), "clones that failed")]),
        graph("shares (%)", [
          ...measured(share(metric("TestsFailed"), metric("TestsRun"), "tests"), "tests that fail"),
          ...measured(share(metric("PullRequestsOpened"), metric("PullRequests"), "pulls"), "pull requests opened"),
        ]),
        graph(
          "coverage (%)",
          [line(metric("Coverage", "Minimum"), "lowest"), line(metric("Coverage", "Average"), "average")],
          coverage.threshold,
        ),
      ],
    },
    alarms: [
      {
        part: "coverage",
        alert: coverage,
        periodSeconds: coverage.forSeconds,
        measurement: { metrics: { coverage: metric("Coverage", "Minimum") } },
        firesWhen: "LessThan",
        missingData,
        meaning: "A build covers too few lines with tests.",
        remedy: "Find the build in its project's coverage reports, and the files that lost coverage in the report.",
      },
      {
        part: "secret-access-denied",
        alert: secretDenials,
        periodSeconds: secretDenials.forSeconds,
        measurement: { metrics: { denied: metric("SecretAccessDenied") } },
        firesWhen: "GreaterThan",
        missingData,
        meaning: "A secret was refused to somebody.",
        remedy:
          "The log of the function `events` names who asked. One of ours: its role lost a statement; else somebody tries.",
      },
      {
        part: "poller-failures",
        alert: pollerFailures,
        periodSeconds: pollerFailures.forSeconds,
        measurement: { metrics: { failed: metric("FailedRuns", "Maximum") } },
        firesWhen: "GreaterThan",
        missingData,
        meaning: "Runs of the poller have faults, one after the other: some work items wait.",
        remedy: "The log of the function `poller` lists the `faults` of each run.",
      },
      {
        part: "items-given-up",
        alert: itemsGivenUp,
        periodSeconds: itemsGivenUp.forSeconds,
        measurement: { metrics: { items: metric("ItemsGivenUp") } },
        firesWhen: "GreaterThan",
        missingData,
        meaning: "Work items ended without a build.",
        remedy: "Their `reason` is in the table of work items and in the log of the function `poller`.",
      },
    ],
  };
}
