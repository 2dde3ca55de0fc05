import { graph, line } from "../dashboards-widgets";
import type { Metric } from "../metrics";
import type { Watched } from "../watched";

/** Requests that a web ACL blocked or counted. */
export function watchWebFirewall({
  metricDimensions,
}: {
  readonly metricDimensions: Readonly<Record<string, string>>;
}): Watched {
  const requests = (name: string, rule = "ALL"): Metric => ({
    namespace: "AWS/WAFV2",
    name,
    dimensions: { ...metricDimensions, Rule: rule },
    stat: "Sum",
  });
  return {
    widgets: {
      application: [
        graph("Requests stopped by the firewall", [
          line(requests("BlockedRequests"), "blocked"),
          line(requests("BlockedRequests", "RateLimitRule"), "blocked, too many from one address"),
          line(requests("CountedRequests"), "counted only"),
        ]),
      ],
    },
    alarms: [],
  };
}
