import type { AlertSettings } from "../../../alerts";
import { sharedAlarm } from "../alert-rules";
import { graph, line, measured } from "../dashboards-widgets";
import type { Calculation, Metric } from "../metrics";
import type { Watched } from "../watched";

/**
 * The metrics that the application publishes in `namespace` (document 002: the system's name): `TestsRun` and `TestsFailed` (in
 * total and by dimension `Framework`), `ProcessingTime` (milliseconds per queued job), `PoolConnections` (in use). They make the
 * business dashboard, and the alarm `test_failures`.
 */
export function watchApplicationMetrics(namespace: string, alerts: AlertSettings): Watched {
  const metric = (name: string, stat = "Sum"): Metric => ({ namespace, name, dimensions: {}, stat });
  const run = metric("TestsRun");
  const failed = metric("TestsFailed");
  // 0 while no test ran.
  const failedPercent: Calculation = {
    metrics: { run, failed },
    expression: "IF(run > 0, 100 * FILL(failed, 0) / run, 0)",
  };
  const byFramework = (name: string) => [
    [{ expression: `SEARCH('{"${namespace}",Framework} MetricName="${name}"', 'Sum')` }],
  ];
  return {
    widgets: {
      application: [
        graph("Connection pool", [
          line(metric("PoolConnections", "Average"), "in use, average"),
          line(metric("PoolConnections", "Maximum"), "in use, highest"),
        ]),
        graph(
          "Processing time (ms)",
          ["p50", "p95"].map((stat) => line(metric("ProcessingTime", stat), stat)),
        ),
      ],
      business: [
        graph("Test executions", [line(run, "run"), line(failed, "failed")]),
        graph("Failed (%)", measured(failedPercent, "failed")),
        graph("Executions by framework", byFramework("TestsRun")),
        graph("Failures by framework", byFramework("TestsFailed")),
      ],
    },
    alarms: [
      sharedAlarm("test_failures", "executions", alerts, {
        measurement: failedPercent,
        meaning: "Too many test executions fail.",
        remedy:
          "Look at the business dashboard: one framework alone points to its runner or a changed target, all of them to the system itself.",
      }),
    ],
  };
}
