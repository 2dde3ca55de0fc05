import type { Alert } from "../../../alerts";
import { graph, line } from "../dashboards-widgets";
import type { Metric } from "../metrics";
import type { Watched } from "../watched";

/** The alerts on a WebSocket API (document 001). */
export interface WebSocketApiAlerts {
  /** Connections and messages refused before a function was called. */
  readonly clientErrors: Alert;
  /** Connections and messages that failed, in percent. */
  readonly serverErrors: Alert;
  /** Time of 95 % of the functions' runs, in milliseconds. */
  readonly latencyP95: Alert;
}

export interface WatchedWebSocketApi {
  readonly metricDimensions: Readonly<Record<string, string>>;
  readonly routeKeys: readonly string[];
}

/** A WebSocket API's rows of the dashboard (volume, refusals and failures, time, errors by route) and its alarms. `key` names both. */
export function watchWebSocketApi(key: string, api: WatchedWebSocketApi, alerts: WebSocketApiAlerts): Watched {
  const { clientErrors, serverErrors, latencyP95 } = alerts;
  const metric = (name: string, stat = "Sum", own: Readonly<Record<string, string>> = {}): Metric => ({
    namespace: "AWS/ApiGateway",
    name,
    dimensions: { ...api.metricDimensions, ...own },
    stat,
  });
  const connects = metric("ConnectCount");
  const messages = metric("MessageCount");
  const refused = metric("ClientError");
  // The function failed or was too slow; API Gateway could not call it at all.
  const failed = metric("IntegrationError");
  const uncalled = metric("ExecutionError");
  const common = { firesWhen: "GreaterThan", missingData: "notBreaching" } as const; // No client, no failure.

  return {
    widgets: {
      overview: [
        graph(`${key}: volume`, [line(connects, "connections opened"), line(messages, "messages, in and out")]),
        graph(
          `${key}: latency of the functions (ms)`,
          ["p50", "p95", "p99"].map((stat) => line(metric("IntegrationLatency", stat), stat)),
          latencyP95.threshold,
        ),
        graph(`${key}: errors`, [
          line(refused, "refused (4xx)"),
          line(failed, "failed functions (5xx)"),
          line(uncalled, "failed calls (5xx)"),
        ]),
        graph(
          `${key}: errors by route`,
          api.routeKeys.flatMap((Route) => [
            line(metric("ClientError", "Sum", { Route }), `${Route} 4xx`),
            line(metric("IntegrationError", "Sum", { Route }), `${Route} 5xx`),
          ]),
        ),
      ],
    },
    alarms: [
      {
        ...common,
        part: `${key}-client-errors`,
        alert: clientErrors,
        measurement: { metrics: { refused } },
        meaning: `Many connections or messages to ${key} are refused.`,
        remedy:
          "Look in the access log for status and authorizerStatus: 403 at $connect is a client without the key or a page of another origin, 429 one that is throttled.",
      },
      {
        ...common,
        part: `${key}-server-errors`,
        alert: serverErrors,
        measurement: {
          metrics: { connects, messages, failed, uncalled },
          expression:
            "100 * (FILL(failed, 0) + FILL(uncalled, 0)) / (FILL(connects, 0) + FILL(messages, 0) + FILL(uncalled, 0))",
        },
        meaning: `Too many connections or messages to ${key} fail.`,
        remedy:
          "Look in the access log for functionStatus: with one the function failed and its log says why, without one API Gateway could not call it.",
      },
      {
        ...common,
        part: `${key}-latency`,
        alert: latencyP95,
        measurement: { metrics: { p95: metric("IntegrationLatency", "p95") } },
        meaning: `One answer of ${key} in twenty is slow.`,
        remedy: "Find the slow step in the X-Ray traces of its functions; a model's answer takes seconds.",
      },
    ],
  };
}
