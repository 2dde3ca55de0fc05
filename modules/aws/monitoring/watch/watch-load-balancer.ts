import type { AlertSettings } from "../../../alerts";
import { sharedAlarm } from "../alert-rules";
import { graph, line, measured, periodTotal } from "../dashboards-widgets";
import type { Calculation, Metric } from "../metrics";
import type { Watched } from "../watched";

export interface WatchedLoadBalancer {
  readonly arnSuffix: string;
  /** Share of requests that the SLA promises to answer without a server error, in percent. @default 99.9 (document 002) */
  readonly availabilityTargetPercent?: number;
  /** Whether the application behind it has a database, which the remedies name. @default true */
  readonly usesDatabase?: boolean;
}

/** Response times, errors, and the SLA with its error budget; alarms `latency_p95` and `error_rate`. */
export function watchLoadBalancer(
  { arnSuffix, availabilityTargetPercent: target = 99.9, usesDatabase = true }: WatchedLoadBalancer,
  alerts: AlertSettings,
): Watched {
  const metric = (name: string, stat = "Sum"): Metric => ({
    namespace: "AWS/ApplicationELB",
    name,
    dimensions: { LoadBalancer: arnSuffix },
    stat,
  });
  // The load balancer reports seconds.
  const responseTime = (percentile: string): Calculation => ({
    metrics: { [percentile]: metric("TargetResponseTime", percentile) },
    expression: `1000 * ${percentile}`,
  });
  const responseTimes = graph(
    "Response time (ms)",
    ["p50", "p95", "p99"].flatMap((percentile) => measured(responseTime(percentile), percentile)),
    alerts.latency_p95.threshold,
  );
  const answered = answeredPercent(metric);
  const budgetLeft = {
    ...answered,
    expression: `100 * (1 - (100 - (${answered.expression})) / (100 - ${target}))`,
  };

  return {
    widgets: {
      application: [
        responseTimes,
        graph("Errors", [
          line(metric("HTTPCode_Target_4XX_Count"), "4xx of the application"),
          line(metric("HTTPCode_Target_5XX_Count"), "5xx of the application"),
          line(metric("HTTPCode_ELB_5XX_Count"), "5xx of the load balancer"),
        ]),
      ],
      sla: [
        periodTotal(`Availability (%), promised ${target}`, measured(answered, "availability")),
        periodTotal("Error budget left (%)", measured(budgetLeft, "left")),
        graph("Availability (%)", measured(answered, "availability"), target),
        responseTimes,
      ],
    },
    alarms: [
      sharedAlarm("latency_p95", "api", alerts, {
        measurement: responseTime("p95"),
        meaning: "One response in twenty is too slow.",
        remedy: `Look at the application dashboard for what grew with it: requests, CPU, ${usesDatabase ? "database connections, " : ""}queue depth. Find the slow step in the X-Ray traces.`,
      }),
      sharedAlarm("error_rate", "api", alerts, {
        measurement: { ...answered, expression: `100 - ${answered.expression}` },
        meaning: "Too many requests are answered with a server error.",
        remedy:
          "Look at the application dashboard: errors of the load balancer mean that no replica took the request, those of the application stand in its log. If a deployment preceded it, deploy the previous image.",
      }),
    ],
  };
}

/** Requests answered without a server error in percent; 100 while there are none. */
function answeredPercent(metric: (name: string) => Metric): Calculation {
  return {
    metrics: {
      requests: metric("RequestCount"),
      target: metric("HTTPCode_Target_5XX_Count"),
      balancer: metric("HTTPCode_ELB_5XX_Count"),
    },
    // RequestCount leaves out what no target could take, so the load balancer's own errors count as requests too.
    expression:
      "IF(FILL(requests, 0) + FILL(balancer, 0) > 0, " +
      "100 * (1 - (FILL(target, 0) + FILL(balancer, 0)) / (FILL(requests, 0) + FILL(balancer, 0))), 100)",
  };
}
