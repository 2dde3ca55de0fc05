import type { AlertSettings } from "../../../alerts";
import { cpuTexts } from "../alert-rules";
import { graph, line } from "../dashboards-widgets";
import type { Metric } from "../metrics";
import type { Watched } from "../watched";
import { watchPostgres } from "./watch-postgres";

/** An Aurora cluster with all of its instances, those that autoscaling adds among them. */
export interface WatchedAurora {
  readonly identifier: string;
  /** Local storage of an instance; the cluster's volume grows by itself and has no free space to watch. */
  readonly localStorageGib: number;
  /** Log group with the PostgreSQL log. */
  readonly logGroupName: string;
}

/**
 * CPU, local storage, connections, volume and lag of an Aurora cluster, each of the instance with the worst value; alarms
 * `cpu`, `disk_free`, `database_connections`. `namespace` is where refused connections are counted.
 */
export function watchAurora(database: WatchedAurora, namespace: string, alerts: AlertSettings): Watched {
  const metric = (name: string, stat = "Maximum"): Metric => ({
    namespace: "AWS/RDS",
    name,
    dimensions: { DBClusterIdentifier: database.identifier },
    stat,
  });
  const diskRemedy =
    "It is the local storage of an Aurora instance: temporary files and logs, not tables. Find the queries that sort or hash on disk in Performance Insights, raise work_mem for them, or take a larger instance class.";
  const { widgets, ...watched } = watchPostgres(
    {
      ...database,
      metric,
      namespace,
      freeBytes: metric("FreeLocalStorage", "Minimum"),
      storageGib: database.localStorageGib,
    },
    { diskRemedy, cpu: cpuTexts.nodes(true) },
    alerts,
  );
  return {
    ...watched,
    widgets: {
      infrastructure: [
        ...(widgets.infrastructure ?? []),
        graph("Database volume (bytes)", [line(metric("VolumeBytesUsed"), "used")]),
        graph("Lag of the readers (ms)", [line(metric("AuroraReplicaLagMaximum"), "slowest")]),
      ],
    },
  };
}
