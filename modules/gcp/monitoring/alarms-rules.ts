import {
  answeredFrom,
  cpuPercent,
  databaseGauge,
  freeStoragePercent,
  instances,
  memoryPercent,
  type Runner,
  refusedConnections,
  responseTime,
  runners,
  serverErrorPercent,
  testFailurePercent,
} from "./monitoring-metrics";
import type { MetricSources } from "./monitoring-sources";

/** How one alert of the shared `alerts` block is measured on Google Cloud, and what whoever it wakes should do. */
export interface AlarmRule {
  readonly alarmsWhen: "<" | ">" | ">=";
  /** What no data means. Each rule says why. */
  readonly missingData: "breaching" | "notBreaching";
  /** PromQL for what is measured over the window, one alert policy for each key. */
  readonly measurements: (sources: MetricSources, window: string) => Readonly<Record<string, string>>;
  readonly meaning: string;
  readonly remedy: string;
}

/** The alerts of documents 002 and 003; their thresholds are settings, in the unit of the settings. */
export const alarmRules = {
  api_down: {
    alarmsWhen: "<",
    missingData: "breaching", // A service without replicas, or a check that nobody makes, reports nothing.
    measurements: (sources, window) => ({
      ...each(sources.services, (name) => instances({ kind: "service", name }, window)),
      ...(sources.uptimeCheckId && { outside: answeredFrom(sources, window) }),
    }),
    meaning: "The API is down: too few replicas run, or it answers from too few places in the world.",
    remedy:
      "Look at the revisions of the Cloud Run service and its log. If a deployment preceded it, give the previous revision 100 % of the requests. If replicas do not start, check the database, the secrets and their versions. If replicas run, check the certificate, the DNS record and Cloud Armor's log.",
  },
  database_connections: {
    alarmsWhen: ">=",
    missingData: "notBreaching", // The metric counts log lines: no line, no refusal.
    measurements: (sources, window) => ({ database: refusedConnections(sources, window) }),
    meaning: "PostgreSQL refuses connections.",
    remedy:
      "Read the FATAL lines of the PostgreSQL log. Too many clients or no slots: lower the pool size or the number of replicas, or take a larger size. Authentication failed: see whether the account is a user of the instance and takes a new access token for each connection.",
  },
  disk_free: {
    alarmsWhen: "<",
    missingData: "breaching", // A running database always reports it: silence means that it does not run.
    measurements: (sources, window) => ({ database: freeStoragePercent(sources, window) }),
    meaning: "The database runs out of storage.",
    remedy:
      "Raise database.max_storage_gib, or database.storage_gib where it does not grow by itself (no downtime). Look for growing tables, a replication slot that holds the log back, or large temporary files.",
  },
  memory: {
    alarmsWhen: ">",
    missingData: "notBreaching", // No replica runs: api_down tells.
    measurements: (sources, window) => each(runners(sources), (runner) => memoryPercent(runner, window)),
    meaning: "A replica uses nearly all of its memory; it is killed at 100 %.",
    remedy:
      "Compare with the last deployment for a leak and go back to the previous revision; else raise memory_mib, or lower the requests that one replica takes at once. Files that a replica writes count as its memory.",
  },
  latency_p95: {
    alarmsWhen: ">",
    missingData: "notBreaching", // No request, no response time.
    measurements: (sources, window) => ({ api: responseTime(sources, 0.95, window) }),
    meaning: "One response in twenty is too slow.",
    remedy:
      "Look at the application dashboard for what grew with it: requests, replicas, CPU, database connections, queue depth. Find the slow step in Cloud Trace and the slow statement in Query Insights.",
  },
  error_rate: {
    alarmsWhen: ">",
    missingData: "notBreaching", // No request, no error.
    measurements: (sources, window) => ({ api: serverErrorPercent(sources, window) }),
    meaning: "Too many requests are answered with a server error.",
    remedy:
      "The log of the load balancer tells in statusDetails whether the application answered (response_sent_by_backend: read its log) or no replica took the request. If a deployment preceded it, give the previous revision 100 % of the requests.",
  },
  test_failures: {
    alarmsWhen: ">",
    missingData: "notBreaching", // No test was run.
    measurements: (sources, window): Record<string, string> =>
      sources.publishesMetrics === false ? {} : { executions: testFailurePercent(sources, window) },
    meaning: "Too many test executions fail.",
    remedy:
      "Look at the business dashboard: one framework alone points to its runner or a changed target, all of them to the system itself.",
  },
  cpu: {
    alarmsWhen: ">",
    missingData: "notBreaching", // No replica runs: api_down tells.
    measurements: (sources, window) => ({
      ...each(runners(sources), (runner) => cpuPercent(runner, window)),
      database: `100 * ${databaseGauge(sources, "cpu/utilization", window)}`,
    }),
    meaning: "CPU is nearly used up.",
    remedy:
      "Service: see whether it has reached replicas.max and raise it. Worker: raise replicas.min, which is how many run. Database: find the expensive queries in Query Insights, or take a larger size.",
  },
} satisfies Record<string, AlarmRule>;

/** The alerts, named as in the settings. */
export type AlertName = keyof typeof alarmRules;

/** The same measurement of everything that has a key. */
function each<T extends string | Runner>(watched: Readonly<Record<string, T>>, measure: (item: T) => string) {
  return Object.fromEntries(Object.entries(watched).map(([key, item]) => [key, measure(item)]));
}
