import { watchRestApi } from "../../../../../modules/aws/monitoring/watch/watch-rest-api";
import { restApiAlerts } from "../monitoring-fixture";

const metricDimensions = { ApiName: "orders", Stage: "prod" };

test("shares are of the requests, in percent, and the stage is named", () => {
  const { alarms, widgets } = watchRestApi("api", { metricDimensions }, restApiAlerts);
  expect(alarms.map(({ part, alert: { threshold } }) => [part, threshold])).toEqual([
    ["api-server-errors", 1],
    ["api-client-errors", 25],
    ["api-latency", 3000],
  ]);
  expect(alarms[0]?.measurement).toEqual({
    metrics: {
      share: { namespace: "AWS/ApiGateway", name: "5XXError", dimensions: metricDimensions, stat: "Average" },
    },
    expression: "100 * share",
  });
  expect(widgets.overview).toHaveLength(2);
});

test("each alert can be set", () => {
  const latencyP95 = { threshold: 9, forSeconds: 60, severity: "critical" } as const;
  const { alarms } = watchRestApi("api", { metricDimensions }, { ...restApiAlerts, latencyP95 });
  expect(alarms[2]?.alert).toEqual(latencyP95);
  expect(alarms[0]?.alert.threshold).toBe(1);
});
