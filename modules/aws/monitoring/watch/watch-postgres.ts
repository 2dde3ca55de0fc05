import type { AlertSettings } from "../../../alerts";
import { sharedAlarm } from "../alert-rules";
import { graph, line, measured } from "../dashboards-widgets";
import type { Calculation, Metric } from "../metrics";
import type { Watched } from "../watched";

/** What CloudWatch knows of any PostgreSQL database that RDS runs. */
export interface PostgresMetrics {
  /** A metric of `AWS/RDS` by its name. */
  readonly metric: (name: string) => Metric;
  /** Log group with the PostgreSQL log. */
  readonly logGroupName: string;
  /** Namespace of the metric that counts refused connections in that log. */
  readonly namespace: string;
  /** Bytes that are free. */
  readonly freeBytes: Metric;
  /** What they are a percentage of, in GiB; may be a token. */
  readonly storageGib: number;
}

/** What to do about each alarm. */
export interface PostgresTexts {
  readonly diskRemedy: string;
  readonly cpu: { readonly meaning: string; readonly remedy: string };
}

/** CPU, free storage and connections of a database; alarms `cpu`, `disk_free`, `database_connections`. */
export function watchPostgres(database: PostgresMetrics, texts: PostgresTexts, alerts: AlertSettings): Watched {
  const { metric, logGroupName, namespace } = database;
  const cpu = metric("CPUUtilization");
  const refused: Metric = { namespace, name: "DatabaseConnectionsRefused", dimensions: {}, stat: "Sum" };
  // The size may be a token, which only Terraform can write into the text.
  const free: Calculation = {
    metrics: { free: database.freeBytes },
    expression: `100 * free / (${database.storageGib} * 1073741824)`,
  };
  return {
    widgets: {
      infrastructure: [
        graph("CPU (%)", [line(cpu, "database")]),
        graph("Free database storage (%)", measured(free, "free")),
        graph("Connections", [line(metric("DatabaseConnections"), "database"), line(refused, "database, refused")]),
      ],
    },
    alarms: [
      sharedAlarm("database_connections", "database", alerts, {
        measurement: { metrics: { refused } },
        meaning: "PostgreSQL refuses connections.",
        remedy:
          "Read the FATAL lines of the PostgreSQL log. Too many clients or no slots: lower the pool size or the number of replicas, or take a larger instance. Authentication failed: restart the service so that it reads the rotated password.",
      }),
      sharedAlarm("disk_free", "database", alerts, {
        measurement: free,
        meaning: "The database runs out of storage.",
        remedy: texts.diskRemedy,
      }),
      sharedAlarm("cpu", "database", alerts, { measurement: { metrics: { value: cpu } }, ...texts.cpu }),
    ],
    logMetrics: [
      {
        id: "refused-connections",
        logGroupName,
        // "?" means any of them. RDS writes these as FATAL only; a required term with "?" terms would switch them off.
        pattern: ["remaining connection slots", "too many clients", "authentication failed", "no pg_hba.conf entry"]
          .map((phrase) => `?"${phrase}"`)
          .join(" "),
        metric: refused,
      },
    ],
  };
}
