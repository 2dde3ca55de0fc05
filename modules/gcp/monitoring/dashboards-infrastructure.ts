import { graph, type Line, type Widget } from "./dashboards-widgets";
import {
  cacheGauge,
  cpuPercent,
  databaseGauge,
  freeStoragePercent,
  memoryPercent,
  type Runner,
  refusedConnections,
  runners,
} from "./monitoring-metrics";
import type { MetricSources } from "./monitoring-sources";

/** CPU, memory, storage and connections of the replicas, the database and the cache. */
export function infrastructure(sources: MetricSources, window: string): Widget[] {
  const perRunner = (measure: (runner: Runner) => string): Line[] =>
    Object.entries(runners(sources)).map(([label, runner]) => ({ label, query: measure(runner) }));
  const database = (metric: string) => databaseGauge(sources, metric, window);
  const cache = (metric: string, factor = ""): Line[] =>
    sources.cache ? [{ label: "cache", query: `${factor}${cacheGauge(sources.cache.instanceId, metric)}` }] : [];

  return [
    graph("CPU (%)", [
      ...perRunner((runner) => cpuPercent(runner, window)),
      { label: "database", query: `100 * ${database("cpu/utilization")}` },
      ...cache("cpu/maximum_utilization", "100 * "),
    ]),
    graph("Memory (%)", [
      ...perRunner((runner) => memoryPercent(runner, window)),
      { label: "database", query: `100 * ${database("memory/utilization")}` },
      ...cache("memory/maximum_utilization", "100 * "),
    ]),
    graph("Free database storage (%)", [{ label: "free", query: freeStoragePercent(sources, window) }]),
    graph("Connections", [
      { label: "database", query: database("postgresql/num_backends") },
      { label: "database, refused", query: refusedConnections(sources, window) },
      ...cache("clients/maximum_connected_clients"),
    ]),
  ];
}
