import type { Alert } from "../../../alerts";
import { graph, line } from "../dashboards-widgets";
import type { Metric } from "../metrics";
import type { Watched } from "../watched";

/** The alerts on a table. */
export interface TableAlerts {
  /** Reads and writes that were refused. */
  readonly throttles: Alert;
}

/** A table's row of the dashboard (capacity used, time and refusals) and its alarm. `key` names both. */
export function watchTable(
  key: string,
  { tableName }: { readonly tableName: string },
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
    ],
  };
}
