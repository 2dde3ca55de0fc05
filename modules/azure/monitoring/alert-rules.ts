import type { RuleName } from "../../alerts";
import { mapValues } from "../../records";
import {
  accessLog,
  counts,
  databaseMetric,
  hostMetrics,
  type Metric,
  published,
  responseTime,
  serverErrorPercent,
  usageLimit,
  usageMetric,
} from "./monitoring-metrics";
import type { MonitoringSources } from "./monitoring-sources";

/** A metric, aggregated over the whole time of the alert. */
interface MetricMeasurement {
  readonly metric: Metric;
  /** Converts the alert's threshold to the unit of the metric. @default - they have the same unit */
  readonly limit?: (threshold: number) => number;
}

/** A KQL query over the whole time of the alert. It returns one row with the column `value`, or no row without data. */
interface QueryMeasurement {
  readonly query: string;
}

/** How a value is measured: by a metric or by a query of the logs. */
export type Measurement = MetricMeasurement | QueryMeasurement;

/** How Azure measures one alert of the shared `alerts` block, and what the person on call should do. */
export interface AlertRule {
  /** How the measured value compares with the threshold when the alert fires. */
  readonly firesWhen: "GreaterThan" | "GreaterThanOrEqual" | "LessThan";
  /** The measurements; each key becomes an alert rule of its own. */
  readonly measurements: (sources: MonitoringSources) => Readonly<Record<string, Measurement>>;
  /** What is wrong, in one sentence. */
  readonly meaning: string;
  /** What to look at and what to do; `ifDatabase` says its text only where there is a database. */
  readonly remedy: string | ((ifDatabase: (text: string) => string) => string);
}

/** The alerts of documents 002 and 003. Their thresholds are settings and have the unit of the setting. */
export const alertRules = {
  api_down: {
    firesWhen: "LessThan",
    // The mean over the whole time, the only aggregation that the gateway offers.
    measurements: (sources) => mapValues(hostMetrics(sources, "HealthyHostCount"), (metric) => ({ metric })),
    meaning: "The API is down: too few healthy containers behind the Application Gateway.",
    remedy: (ifDatabase) =>
      `Look at the gateway's backend health, then at the events and the log of the container groups. If a deployment preceded it, deploy the previous image. If containers do not start, check ${ifDatabase("the database, ")}the registry and the secrets.`,
  },
  database_connections: {
    firesWhen: "GreaterThanOrEqual",
    measurements: (sources) =>
      ofDatabase(sources, (database) => ({ metric: databaseMetric(database, "connections_failed", "Total") })),
    meaning: "PostgreSQL refuses connections.",
    remedy:
      "Read the FATAL lines of the PostgreSQL log in the workspace. Too many clients or no slots: lower the pool size or the number of replicas, or take a larger machine. Authentication failed: see whether the identity has a role in the database and its token is renewed.",
  },
  disk_free: {
    firesWhen: "GreaterThan",
    measurements: (sources) =>
      ofDatabase(sources, (database) => ({
        metric: databaseMetric(database, "storage_percent"),
        limit: (free) => 100 - free,
      })),
    meaning: "The database runs out of storage; at 95 % it takes no more writes.",
    remedy:
      "Raise database.storage_gib, or let storage grow by itself. Look for growing tables, a replication slot that holds the log back, or large temporary files.",
  },
  memory: {
    firesWhen: "GreaterThan",
    measurements: (sources) => ofServices(sources, "memory"),
    meaning: "A container uses nearly all of its memory; it is killed at 100 %.",
    remedy: "Compare with the last deployment for a leak and roll it back; else raise memory_mib or replicas.",
  },
  latency_p95: {
    firesWhen: "GreaterThan",
    // From the access log: the gateway's metrics have averages only.
    measurements: (sources) => ({ api: requests(sources, responseTime(95)) }),
    meaning: "One response in twenty is too slow.",
    remedy: (ifDatabase) =>
      `Look at the application dashboard for what grew with it: requests, CPU, ${ifDatabase("database connections, ")}queue depth. Find the slow step in the transactions of Application Insights.`,
  },
  error_rate: {
    firesWhen: "GreaterThan",
    measurements: (sources) => ({ api: requests(sources, serverErrorPercent) }),
    meaning: "Too many requests are answered with a server error.",
    remedy:
      "Look at the application dashboard: 502 and 504 mean that no container took the request, the others stand in the application's log. If a deployment preceded it, deploy the previous image.",
  },
  business: {
    firesWhen: "GreaterThan",
    measurements: (sources): Record<string, Measurement> => {
      if (!sources.business) return {};
      const { unit, total, failed } = sources.business;
      const all = total.legend;
      const counted = `${published(sources, total.metric, failed.metric)} | summarize ${counts(sources.business)}`;
      return { [unit]: { query: `${counted} | where ${all} > 0 | project value = 100.0 * failed / ${all}` } };
    },
    meaning: "", // The texts are the application's own.
    remedy: "",
  },
  cpu: {
    firesWhen: "GreaterThan",
    measurements: (sources) => ({
      ...ofServices(sources, "cpu"),
      ...ofDatabase(sources, (database) => ({ metric: databaseMetric(database, "cpu_percent") })),
    }),
    meaning: "CPU is nearly used up.",
    remedy: (ifDatabase) =>
      `Container: raise replicas or cpu; container groups do not scale by themselves.${ifDatabase(" Database: find the expensive statements in pg_stat_statements, or take a larger machine.")}`,
  },
} satisfies Record<RuleName, AlertRule>;

function ofDatabase(
  { database }: MonitoringSources,
  measure: (database: NonNullable<MonitoringSources["database"]>) => Measurement,
): Record<string, Measurement> {
  return database ? { database: measure(database) } : {};
}

function ofServices({ services }: MonitoringSources, resource: "cpu" | "memory"): Record<string, Measurement> {
  return mapValues(services, (service) => ({
    metric: usageMetric(service, resource),
    limit: (percent: number) => usageLimit(service, resource, percent),
  }));
}

/** A value of the access log. Without requests the query returns no row. */
function requests(sources: MonitoringSources, value: string): Measurement {
  return { query: `${accessLog(sources)} | summarize value = ${value} | where isfinite(value)` };
}
