import type { AlertSettings } from "../../../alerts";
import { cpuTexts } from "../alert-rules";
import type { Metric } from "../metrics";
import type { Watched } from "../watched";
import { watchPostgres } from "./watch-postgres";

/** One RDS instance. */
export interface WatchedDatabase {
  readonly identifier: string;
  /** Storage that free space is a percentage of. Where RDS grows it later, the percentage is of the first size. */
  readonly storageGib: number;
  /** Log group with the PostgreSQL log. */
  readonly logGroupName: string;
}

/**
 * CPU, free storage and connections of an RDS instance; alarms `cpu`, `disk_free`, `database_connections`. `namespace` is
 * where refused connections are counted.
 */
export function watchDatabase(database: WatchedDatabase, namespace: string, alerts: AlertSettings): Watched {
  const metric = (name: string): Metric => ({
    namespace: "AWS/RDS",
    name,
    dimensions: { DBInstanceIdentifier: database.identifier },
    stat: "Average",
  });
  const diskRemedy =
    "Raise database.storage_gib (RDS grows it without downtime). Look for growing tables, a replication slot that holds the log back, or large temporary files.";
  return watchPostgres(
    { ...database, metric, namespace, freeBytes: metric("FreeStorageSpace") },
    { diskRemedy, cpu: cpuTexts.services(true) },
    alerts,
  );
}
