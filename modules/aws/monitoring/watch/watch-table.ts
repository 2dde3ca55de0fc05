import type { Alert } from "../../../alerts";
import { graph, line } from "../dashboards-widgets";
import type { Metric } from "../metrics";
import type { Watched } from "../watched";

/** The alerts on a table. */
export interface TableAlerts {
  /** Reads and writes that were refused. */
  readonly throttles: Alert;
}

/** A table's row of the dashboard (capacity used, time and refusals), its alarm and one for each index. `key` names them. */
export function watchTable(
  key: string,
  { tableName, indexNames }: { readonly tableName: string; readonly indexNames: readonly string[] },
  { throttles }: TableAlerts,
): Watched {
  const metric = (name: string, stat = "Sum", dimensions: Record<string, string> = {}): Metric => ({
    namespace: "AWS/DynamoDB",
    name,
    dimensions: { TableName: tableName, ...dimensions },
    stat,
  });
  const reads = metric("ReadThrottleEvents");
  const writes = metric("WriteThrottleEvents");
  // What an index refuses counts under the index alone, although it holds up the table (DynamoDB developer guide, metrics).
  const ofIndex = (name: string, GlobalSecondaryIndexName: string) => metric(name, "Sum", { GlobalSecondaryIndexName });
  const latency = (Operation: string) => metric("SuccessfulRequestLatency", "Average", { Operation });

  return {
    widgets: {
      overview: [
        graph(`${key}: capacity used`, [
          line(metric("ConsumedReadCapacityUnits"), "read"),
          line(metric("ConsumedWriteCapacityUnits"), "written"),
          line(reads, "reads throttled"),
          line(writes, "writes throttled"),
        ]),
        graph(
          `${key}: latency (ms)`,
          ["GetItem", "Query", "PutItem", "UpdateItem"].map((operation) => line(latency(operation), operation)),
        ),
      ],
    },
    alarms: [
      {
        part: `${key}-throttles`,
        alert: throttles,
        measurement: { metrics: { reads, writes }, expression: "FILL(reads, 0) + FILL(writes, 0)" },
        firesWhen: "GreaterThan",
        missingData: "notBreaching", // Nothing was refused.
        meaning: `The table ${key} refuses reads or writes.`,
        remedy: "On demand: look for one key that takes most of the load. Provisioned: raise the greatest capacity.",
      },
      ...indexNames.map((index) => ({
        part: `${key}-${index.toLowerCase()}-throttles`,
        alert: throttles,
        measurement: {
          metrics: { reads: ofIndex("ReadThrottleEvents", index), writes: ofIndex("WriteThrottleEvents", index) },
          expression: "FILL(reads, 0) + FILL(writes, 0)",
        },
        firesWhen: "GreaterThan" as const,
        missingData: "notBreaching" as const,
        meaning: `The index ${index} of the table ${key} refuses reads or writes, and the table with it.`,
        remedy: "Look for one key of the index that takes most of the load. Provisioned: raise the greatest capacity.",
      })),
    ],
  };
}
