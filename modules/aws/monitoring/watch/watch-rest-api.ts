import type { Alert } from "../../../alerts";
import { graph, line } from "../dashboards-widgets";
import type { Measurement, Metric } from "../metrics";
import type { Watched } from "../watched";

/** The alerts on a REST API. */
export interface RestApiAlerts {
  /** Requests that ended in a server error, in percent. */
  readonly serverErrors: Alert;
  /** Requests that were refused, in percent. */
  readonly clientErrors: Alert;
  /** Time of 95 % of the answers, in milliseconds. */
  readonly latencyP95: Alert;
}

/** A REST API's row of the dashboard (requests, refusals, failures, time) and its alarms. `key` names both. */
export function watchRestApi(
  key: string,
  { metricDimensions: dimensions }: { readonly metricDimensions: Readonly<Record<string, string>> },
  alerts: RestApiAlerts,
): Watched {
  const { serverErrors, clientErrors, latencyP95 } = alerts;
  const metric = (name: string, stat: string): Metric => ({ namespace: "AWS/ApiGateway", name, dimensions, stat });
  // API Gateway reports 0 or 1 for each request, so their average is the share.
  const percent = (name: string): Measurement => ({
    metrics: { share: metric(name, "Average") },
    expression: "100 * share",
  });
  const common = { firesWhen: "GreaterThan", missingData: "notBreaching" } as const; // No request, no error.

  return {
    widgets: {
      overview: [
        graph(`${key}: requests`, [
          line(metric("Count", "Sum"), "requests"),
          line(metric("4XXError", "Sum"), "refused (4xx)"),
          line(metric("5XXError", "Sum"), "failed (5xx)"),
        ]),
        graph(
          `${key}: latency (ms)`,
          [
            ...["p50", "p95", "p99"].map((stat) => line(metric("Latency", stat), stat)),
            line(metric("IntegrationLatency", "p95"), "p95 of the functions alone"),
          ],
          latencyP95.threshold,
        ),
      ],
    },
    alarms: [
      {
        ...common,
        part: `${key}-server-errors`,
        alert: serverErrors,
        measurement: percent("5XXError"),
        meaning: `Too many requests to ${key} fail.`,
        remedy:
          "Look in the access log for functionStatus: with one the function failed and its log says why, without one API Gateway could not call it or gave up after 29 s.",
      },
      {
        ...common,
        part: `${key}-client-errors`,
        alert: clientErrors,
        measurement: percent("4XXError"),
        meaning: `Too many requests to ${key} are refused.`,
        remedy:
          "Look in the access log for status and error: 401 is a client without a valid token, 400 one that sends what the model refuses, 429 one that is throttled, 403 a firewall's block or an unknown path.",
      },
      {
        ...common,
        part: `${key}-latency`,
        alert: latencyP95,
        measurement: { metrics: { p95: metric("Latency", "p95") } },
        meaning: `One answer of ${key} in twenty is slow.`,
        remedy: "Compare with the time of the functions alone, and find the slow step in their X-Ray traces.",
      },
    ],
  };
}
