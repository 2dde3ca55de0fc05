import { watchErrorRate } from "../../../../../modules/aws/monitoring/watch/watch-error-rate";
import { watchWebSocketApi } from "../../../../../modules/aws/monitoring/watch/watch-websocket-api";
import type { Watched } from "../../../../../modules/aws/monitoring/watched";
import { webSocketApiAlerts } from "../monitoring-fixture";

const api = { metricDimensions: { ApiId: "api", Stage: "prod" }, routeKeys: ["$connect", "message"] };

interface Graph {
  readonly title: string;
  readonly metrics: readonly (readonly unknown[])[];
}
const graphs = ({ widgets }: Watched) =>
  (widgets.overview ?? []).map(({ properties }) => properties as unknown as Graph);

test("a WebSocket API shows its volume, response times, errors, and errors by route (document 001)", () => {
  const [volume, latency, errors, byRoute] = graphs(watchWebSocketApi("api", api, webSocketApiAlerts));
  const names = ({ metrics }: Graph) => metrics.map((metric) => metric[1]);
  expect(volume && names(volume)).toEqual(["ConnectCount", "MessageCount"]);
  expect(latency && names(latency)).toEqual(Array(3).fill("IntegrationLatency"));
  expect(errors && names(errors)).toEqual(["ClientError", "IntegrationError", "ExecutionError"]);
  expect(byRoute?.metrics.map((metric) => metric.slice(1, -1))).toEqual(
    ["$connect", "message"].flatMap((route) =>
      ["ClientError", "IntegrationError"].map((name) => [name, "ApiId", "api", "Stage", "prod", "Route", route]),
    ),
  );
});

test("refusals are counted, failures are a share of all connections and messages, and no data is no alarm", () => {
  const alert = { threshold: 7, forSeconds: 120, severity: "warning" } as const;
  const { alarms } = watchWebSocketApi("api", api, { ...webSocketApiAlerts, clientErrors: alert });
  expect(alarms.map(({ part, alert: { threshold, severity } }) => [part, threshold, severity])).toEqual([
    ["api-client-errors", 7, "warning"],
    ["api-server-errors", 1, "critical"],
    ["api-latency", 3000, "warning"],
  ]);
  expect(new Set(alarms.map(({ missingData }) => missingData))).toEqual(new Set(["notBreaching"]));
  const [, failures] = alarms;
  for (const id of failures?.measurement.expression?.match(/[a-z]+(?=,)/g) ?? []) {
    expect(failures?.measurement.metrics).toHaveProperty(id);
  }
  expect(Object.keys(failures?.measurement.metrics ?? {})).toHaveLength(4);
});

test("each function has an alarm on the share of its calls that fail, and all of them one graph", () => {
  const alert = { threshold: 1, forSeconds: 300, severity: "critical" } as const;
  const watched = watchErrorRate({ chat: { name: "bot-chat" }, "on-connect": { name: "bot-connect" } }, alert);
  expect(watched.alarms.map(({ part, measurement }) => [part, measurement.expression])).toEqual([
    ["chat-error-rate", "100 * chat_errors / chat_calls"],
    ["on-connect-error-rate", "100 * on_connect_errors / on_connect_calls"],
  ]);
  expect(watched.alarms[0]?.measurement.metrics).toEqual({
    chat_errors: { namespace: "AWS/Lambda", name: "Errors", dimensions: { FunctionName: "bot-chat" }, stat: "Sum" },
    chat_calls: { namespace: "AWS/Lambda", name: "Invocations", dimensions: { FunctionName: "bot-chat" }, stat: "Sum" },
  });
  const [graph] = graphs(watched);
  // CloudWatch refuses a graph in which two metrics have one id.
  const ids = graph?.metrics.flatMap((row) => (row.at(-1) as { id?: string }).id ?? []) ?? [];
  expect(ids).toHaveLength(4);
  expect(new Set(ids).size).toBe(4);
});
