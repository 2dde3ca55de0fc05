import type { AlertSettings } from "../../../alerts";
import { cpuTexts, sharedAlarm } from "../alert-rules";
import { graph, line } from "../dashboards-widgets";
import type { Metric } from "../metrics";
import type { Watched } from "../watched";

/** The nodes of an EKS cluster. */
export interface WatchedNodes {
  readonly clusterName: string;
  /** Whether the application in the cluster has a database, which the remedies name. @default true */
  readonly usesDatabase?: boolean;
}

/**
 * CPU, memory and number of the nodes of an EKS cluster; alarms `cpu` and `memory`. The metrics exist only where the cluster's
 * add-on `amazon-cloudwatch-observability` runs. Prometheus watches the pods, in the cluster.
 */
export function watchNodes({ clusterName, usesDatabase = true }: WatchedNodes, alerts: AlertSettings): Watched {
  const metric = (name: string): Metric => ({
    namespace: "ContainerInsights",
    name,
    dimensions: { ClusterName: clusterName },
    stat: "Average",
  });
  const cpu = metric("node_cpu_utilization");
  const memory = metric("node_memory_utilization");
  return {
    widgets: {
      infrastructure: [
        graph("CPU (%)", [line(cpu, "nodes")]),
        graph("Memory (%)", [line(memory, "nodes")]),
        graph("Nodes", [
          line(metric("cluster_node_count"), "all"),
          line(metric("cluster_failed_node_count"), "failed"),
        ]),
      ],
    },
    alarms: [
      sharedAlarm("memory", "nodes", alerts, {
        measurement: { metrics: { value: memory } },
        meaning: "The nodes use nearly all of their memory; pods are evicted at 100 %.",
        remedy:
          "See whether a node group has reached its max and raise it. Compare with the last deployment for a leak and roll it back.",
      }),
      sharedAlarm("cpu", "nodes", alerts, {
        measurement: { metrics: { value: cpu } },
        ...cpuTexts.nodes(usesDatabase),
      }),
    ],
  };
}
