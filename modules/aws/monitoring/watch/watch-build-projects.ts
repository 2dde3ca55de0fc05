import type { Alert } from "../../../alerts";
import { graph, line, measured } from "../dashboards-widgets";
import type { Watched } from "../watched";
import { buildFailurePercent, buildMetric, buildMinutes, buildSum, type WatchedProjects } from "./build-metrics";

/** The alerts on builds (document 004). All projects count together. */
export interface BuildAlerts {
  /** Builds that failed within `forSeconds`. */
  readonly failures: Alert;
  /** Failed builds in percent of those that ended within `forSeconds`. */
  readonly failureRate: Alert;
  /** The same with a lower threshold, which need not wake anyone. */
  readonly failureRateWarning: Alert;
  /** Average minutes of a build. */
  readonly duration: Alert;
}

/** CloudWatch adds up ten metrics in one alarm, and a rate needs two of each project. */
const mostProjects = 5;

/** A row of the dashboard for each project (builds, duration, queue), and the alarms on all of them together. */
export function watchBuildProjects(projects: WatchedProjects, alerts: BuildAlerts): Watched {
  const found = Object.keys(projects).length;
  if (found < 1 || found > mostProjects) {
    throw new Error(`build projects: expected 1 to ${mostProjects} in one alarm, found ${found}`);
  }
  const { failures, failureRate, failureRateWarning, duration } = alerts;
  // No build, no failure: a rate of nothing is no data.
  const common = { firesWhen: "GreaterThan", missingData: "notBreaching" } as const;
  const look = "Read the log of the newest failed build.";

  return {
    widgets: {
      overview: [
        graph("failed builds (%)", measured(buildFailurePercent(projects), "all projects"), failureRate.threshold),
        graph("builds that failed", measured(buildSum(projects, "FailedBuilds"), "all projects"), failures.threshold),
        ...Object.entries(projects).flatMap(([key, { projectName }]) => {
          const metric = (name: string, stat: string) => buildMetric(projectName, name, stat);
          const lines = (name: string) => ["p50", "p95", "p99"].map((stat) => line(metric(name, stat), stat));
          return [
            graph(`${key}: builds`, [
              line(metric("SucceededBuilds", "Sum"), "succeeded"),
              line(metric("FailedBuilds", "Sum"), "failed"),
            ]),
            graph(`${key}: duration (s)`, lines("Duration"), duration.threshold * 60),
            graph(`${key}: time in the queue (s)`, lines("QueuedDuration")),
            graph(`${key}: time to get the source (s)`, lines("DownloadSourceDuration")),
          ];
        }),
      ],
    },
    alarms: [
      {
        ...common,
        part: "build-failures",
        alert: failures,
        periodSeconds: failures.forSeconds,
        measurement: buildSum(projects, "FailedBuilds"),
        meaning: "Builds fail one after the other.",
        remedy: `${look} The same error in all of them: the image, a secret or a registry; else the items.`,
      },
      ...Object.entries({ "build-failure-rate": failureRate, "build-failure-rate-warning": failureRateWarning }).map(
        ([part, alert]) => ({
          ...common,
          part,
          alert,
          periodSeconds: alert.forSeconds,
          measurement: buildFailurePercent(projects),
          meaning: "Too large a share of the builds fails.",
          remedy: `${look} Switch the poller off (poller.enabled) while the cause lasts: items wait.`,
        }),
      ),
      {
        ...common,
        part: "build-duration",
        alert: duration,
        periodSeconds: duration.forSeconds,
        measurement: buildMinutes(projects),
        meaning: "Builds take too long.",
        remedy: "Look in the dashboard for the phase that grew. A lost cache: build once; else a larger compute size.",
      },
    ],
  };
}
