import { graph, line } from "../dashboards-widgets";
import type { Watched } from "../watched";

/** A Redis replication group. */
export interface WatchedCache {
  readonly identifier: string;
  readonly nodes: number;
}

/** CPU, memory and connections of each node of a cache. The shared alerts have none for a cache. */
export function watchCache({ identifier, nodes }: WatchedCache): Watched {
  const perNode = (title: string, name: string) =>
    graph(
      title,
      Array.from({ length: nodes }, (_, index) => {
        // ElastiCache numbers the nodes of a group from 001.
        const CacheClusterId = `${identifier}-${String(index + 1).padStart(3, "0")}`;
        const metric = { namespace: "AWS/ElastiCache", name, dimensions: { CacheClusterId }, stat: "Average" };
        return line(metric, `cache ${index + 1}`);
      }),
    );
  return {
    widgets: {
      infrastructure: [
        perNode("CPU (%)", "EngineCPUUtilization"),
        perNode("Memory (%)", "DatabaseMemoryUsagePercentage"),
        perNode("Connections", "CurrConnections"),
      ],
    },
    alarms: [],
  };
}
