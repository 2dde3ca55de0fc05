import { graph, type Line, type Widget } from "./dashboards-widgets";
import { databaseGauge, freeStoragePercent, ofEachDatabase, refusedConnections } from "./database-metrics";
import { cacheGauge, cpuPercent, memoryPercent, type Runner, runners } from "./monitoring-metrics";
import type { MetricSources } from "./monitoring-sources";

/** CPU, memory, storage and connections of the replicas, the database and the cache. */
export function infrastructure(sources: MetricSources, window: string): Widget[] {
  const perRunner = (measure: (runner: Runner) => string): Line[] =>
    Object.entries(runners(sources)).map(([label, runner]) => ({ label, query: measure(runner) }));
  const databases = Object.values(ofEachDatabase(sources, (database) => database));
  const database = (metric: string, factor = ""): Line[] =>
    databases.map((one) => ({ label: "database", query: `${factor}${databaseGauge(one, metric, window)}` }));
  const cache = (metric: string, factor = ""): Line[] =>
    sources.cache ? [{ label: "cache", query: `${factor}${cacheGauge(sources.cache.instanceId, metric)}` }] : [];
  const connections = [
    ...database("postgresql/num_backends"),
    ...databases.map((one) => ({ label: "database, refused", query: refusedConnections(one, window) })),
    ...cache("clients/maximum_connected_clients"),
  ];

  return [
    graph("CPU (%)", [
      ...perRunner((runner) => cpuPercent(runner, window)),
      ...database("cpu/utilization", "100 * "),
      ...cache("cpu/maximum_utilization", "100 * "),
    ]),
    graph("Memory (%)", [
      ...perRunner((runner) => memoryPercent(runner, window)),
      ...database("memory/utilization", "100 * "),
      ...cache("memory/maximum_utilization", "100 * "),
    ]),
    ...databases.map((one) =>
      graph("Free database storage (%)", [{ label: "free", query: freeStoragePercent(one, window) }]),
    ),
    ...(connections.length > 0 ? [graph("Connections", connections)] : []),
  ];
}
