import { graph, line, measured } from "./dashboards-widgets";
import type { Watched } from "./event-monitoring";
import type { Alert } from "./metric-alarm";
import type { Metric } from "./monitoring-metrics";

/** What the results of builds are alerted on; each has a default, and `enabled: false` leaves it out. */
export interface BuildResultAlerts {
  /** Line coverage in percent that a build may not fall below. @default 85, warning (document 004) */
  readonly coverage?: Alert;
  /** Times that a secret was refused to somebody. @default any within 5 minutes, critical (document 004) */
  readonly secretDenials?: Alert;
}

const defaults = {
  coverage: { threshold: 85, forSeconds: 300, severity: "warning" },
  secretDenials: { threshold: 0, forSeconds: 300, severity: "critical" },
} satisfies Required<BuildResultAlerts>;

/**
 * What CodeBuild itself does not count: queue, clones, tests, coverage, pull requests, and secrets that were refused. The
 * function that takes the events of builds publishes it in `namespace`.
 */
export function watchBuildResults(namespace: string, alerts: BuildResultAlerts = {}): Watched {
  const { coverage, secretDenials } = { ...defaults, ...alerts };
  const metric = (name: string, stat = "Sum"): Metric => ({ namespace, name, dimensions: {}, stat });
  const share = (part: Metric, whole: Metric, id: string) => ({
    metrics: { [`${id}Part`]: part, [`${id}Whole`]: whole },
    expression: `100 * ${id}Part / ${id}Whole`,
  });
  const missingData = "notBreaching"; // No build, no result.

  return {
    widgets: [
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
    alarms: [
      {
        part: "coverage",
        alert: coverage,
        periodSeconds: coverage.forSeconds,
        measurement: { metrics: { coverage: metric("Coverage", "Minimum") } },
        alarmsWhen: "LessThan",
        missingData,
        meaning: "A build covers too few lines with tests.",
        remedy: "Find the build in its project's coverage reports, and the files that lost coverage in the report.",
      },
      {
        part: "secret-access-denied",
        alert: secretDenials,
        periodSeconds: secretDenials.forSeconds,
        measurement: { metrics: { denied: metric("SecretAccessDenied") } },
        alarmsWhen: "GreaterThan",
        missingData,
        meaning: "A secret was refused to somebody.",
        remedy:
          "The log of the function `events` names who asked. One of ours: its role lost a statement; else somebody tries.",
      },
    ],
  };
}
