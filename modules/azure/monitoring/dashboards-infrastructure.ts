import { type Chart, metricChart } from "./dashboards-charts";
import { databaseMetric, gatewayMetric, type Metric, usageMetric } from "./monitoring-metrics";
import type { MonitoringSources } from "./monitoring-sources";

/** What the application runs on and keeps its data in. */
export function infrastructure(sources: MonitoringSources): Chart[] {
  const services = Object.values(sources.services);
  return [
    metricChart(
      "CPU of containers",
      services.map((service) => usageMetric(service, "cpu")),
    ),
    metricChart(
      "Memory of containers",
      services.map((service) => usageMetric(service, "memory")),
    ),
    metricChart(
      "Database (%)",
      ["cpu_percent", "memory_percent", "storage_percent"].map((name) => databaseMetric(sources, name)),
    ),
    metricChart("Database connections", [
      databaseMetric(sources, "active_connections"),
      databaseMetric(sources, "connections_failed", "Total"),
    ]),
    metricChart("Application Gateway", [
      gatewayMetric(sources, "CapacityUnits", "Average"),
      gatewayMetric(sources, "CurrentConnections", "Total"),
    ]),
    ...(sources.cache ? cacheCharts(sources.cache.id) : []),
  ];
}

function cacheCharts(resourceId: string): Chart[] {
  const metric = (name: string): Metric => ({
    resourceId,
    namespace: "Microsoft.Cache/redisEnterprise",
    name,
    aggregation: "Maximum", // Azure offers no other of these.
  });
  return [
    metricChart("Cache (%)", [metric("percentProcessorTime"), metric("usedmemorypercentage")]),
    metricChart("Cache connections", [metric("connectedclients")]),
  ];
}
