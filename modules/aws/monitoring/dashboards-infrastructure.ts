import { graph, line, measured, type Row, type Widget } from "./dashboards-widgets";
import { databaseMetric, freeStoragePercent, nodeMetric, refusedConnections, utilization } from "./monitoring-metrics";
import type { MonitoringSources } from "./monitoring-sources";

/** What the application runs on and keeps its data in. */
export function infrastructure(sources: MonitoringSources): Widget[] {
  const memory = [...inUse(sources, "Memory"), ...perCacheNode(sources, "DatabaseMemoryUsagePercentage")];
  return [
    graph("CPU (%)", [
      ...inUse(sources, "CPU"),
      line(databaseMetric(sources, "CPUUtilization"), "database"),
      ...perCacheNode(sources, "EngineCPUUtilization"),
    ]),
    // CloudWatch refuses a graph without a line.
    ...(memory.length > 0 ? [graph("Memory (%)", memory)] : []),
    graph("Free database storage (%)", measured(freeStoragePercent(sources), "free")),
    graph("Connections", [
      line(databaseMetric(sources, "DatabaseConnections"), "database"),
      line(refusedConnections(sources), "database, refused"),
      ...perCacheNode(sources, "CurrConnections"),
    ]),
    ...auroraWidgets(sources),
    ...nodeWidgets(sources),
  ];
}

function inUse(sources: MonitoringSources, resource: "CPU" | "Memory"): Row[] {
  return Object.entries(utilization(sources, resource)).map(([key, metric]) => line(metric, key));
}

/** What an Aurora cluster has that one instance has not: a volume that grows by itself, and readers that lag behind. */
function auroraWidgets(sources: MonitoringSources): Widget[] {
  if (!("localStorageGib" in sources.database)) return [];
  return [
    graph("Database volume (bytes)", [line(databaseMetric(sources, "VolumeBytesUsed"), "used")]),
    graph("Lag of the readers (ms)", [line(databaseMetric(sources, "AuroraReplicaLagMaximum"), "slowest")]),
  ];
}

function nodeWidgets({ services }: MonitoringSources): Widget[] {
  if ("serviceNames" in services || !services.eksClusterName) return [];
  return [
    graph("Nodes", [
      line(nodeMetric(services.eksClusterName, "cluster_node_count"), "all"),
      line(nodeMetric(services.eksClusterName, "cluster_failed_node_count"), "failed"),
    ]),
  ];
}

function perCacheNode({ cache }: MonitoringSources, name: string): Row[] {
  if (!cache) return [];
  return Array.from({ length: cache.nodes }, (_, index) => {
    // ElastiCache numbers the nodes of a group from 001.
    const node = `${cache.replicationGroupId}-${String(index + 1).padStart(3, "0")}`;
    return line(
      { namespace: "AWS/ElastiCache", name, dimensions: { CacheClusterId: node }, stat: "Average" },
      `cache ${index + 1}`,
    );
  });
}
