import { metricWidget, type Widget } from "./dashboards-widgets";
import { databaseMetric, gatewayMetric, type Metric, usageMetric } from "./monitoring-metrics";
import type { MonitoringSources } from "./monitoring-sources";

/** CPU, memory, storage and connections of the containers, the database, the gateway and the cache. */
export function infrastructure(sources: MonitoringSources): Widget[] {
  const services = Object.values(sources.services);
  return [
    metricWidget(
      "CPU of containers",
      services.map((service) => usageMetric(service, "cpu")),
    ),
    metricWidget(
      "Memory of containers",
      services.map((service) => usageMetric(service, "memory")),
    ),
    ...(sources.database ? databaseWidgets(sources.database) : []),
    metricWidget("Application Gateway", [
      gatewayMetric(sources, "CapacityUnits", "Average"),
      gatewayMetric(sources, "CurrentConnections", "Total"),
    ]),
    ...(sources.cache ? cacheWidgets(sources.cache.id) : []),
  ];
}

function databaseWidgets(database: NonNullable<MonitoringSources["database"]>): Widget[] {
  return [
    metricWidget(
      "Database (%)",
      ["cpu_percent", "memory_percent", "storage_percent"].map((name) => databaseMetric(database, name)),
    ),
    metricWidget("Database connections", [
      databaseMetric(database, "active_connections"),
      databaseMetric(database, "connections_failed", "Total"),
    ]),
  ];
}

function cacheWidgets(resourceId: string): Widget[] {
  const metric = (name: string): Metric => ({
    resourceId,
    namespace: "Microsoft.Cache/redisEnterprise",
    name,
    aggregation: "Maximum", // The only aggregation that Azure offers for these.
  });
  return [
    metricWidget("Cache (%)", [metric("percentProcessorTime"), metric("usedmemorypercentage")]),
    metricWidget("Cache connections", [metric("connectedclients")]),
  ];
}
