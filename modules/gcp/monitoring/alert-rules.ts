import type { RuleName } from "../../alerts";
import { mapValues } from "../../records";
import { databaseGauge, freeStoragePercent, ofEachDatabase, refusedConnections } from "./database-metrics";
import {
  answeredFrom,
  cpuPercent,
  failurePercent,
  instances,
  memoryPercent,
  responseTime,
  runners,
  serverErrorPercent,
} from "./monitoring-metrics";
import type { MetricSources } from "./monitoring-sources";

/** How Google Cloud measures one alert of the shared `alerts` block, and what the person on call should do. */
export interface AlertRule {
  /** How the measured value compares with the threshold when the alert fires. */
  readonly firesWhen: "<" | ">" | ">=";
  /** Whether missing data fires the alert. Each rule gives the reason. */
  readonly missingData: "breaching" | "notBreaching";
  /** PromQL expressions that look back over `window`, such as "300s"; each key becomes an alert policy of its own. */
  readonly measurements: (sources: MetricSources, window: string) => Readonly<Record<string, string>>;
  /** What is wrong, in one sentence. */
  readonly meaning: string;
  /** What to look at and what to do; `ifDatabase` says its text only where there is a database. */
  readonly remedy: string | ((ifDatabase: (text: string) => string) => string);
}

/** The alerts of documents 002 and 003. Their thresholds are settings and have the unit of the setting. */
export const alertRules = {
  api_down: {
    firesWhen: "<",
    missingData: "breaching", // A service without replicas reports nothing, and neither does a check that does not run.
    measurements: (sources, window) => ({
      ...mapValues(sources.services, (name) => instances({ kind: "service", name }, window)),
      ...(sources.uptimeCheckId && { outside: answeredFrom(sources, window) }),
    }),
    meaning: "The API is down: too few replicas run, or it answers from too few places in the world.",
    remedy: (ifDatabase) =>
      `Look at the revisions of the Cloud Run service and its log. If a deployment preceded it, give the previous revision 100 % of the requests. If replicas do not start, check ${ifDatabase("the database, ")}the secrets and their versions. If replicas run, check the certificate, the DNS record and Cloud Armor's log.`,
  },
  database_connections: {
    firesWhen: ">=",
    missingData: "notBreaching", // The metric counts log lines: no line, no refusal.
    measurements: (sources, window) => ofEachDatabase(sources, (database) => refusedConnections(database, window)),
    meaning: "PostgreSQL refuses connections.",
    remedy:
      "Read the FATAL lines of the PostgreSQL log. Too many clients or no slots: lower the pool size or the number of replicas, or take a larger size. Authentication failed: see whether the account is a user of the instance and takes a new access token for each connection.",
  },
  disk_free: {
    firesWhen: "<",
    missingData: "breaching", // A running database always reports it, so missing data means that it is down.
    measurements: (sources, window) => ofEachDatabase(sources, (database) => freeStoragePercent(database, window)),
    meaning: "The database runs out of storage.",
    remedy:
      "Raise database.max_storage_gib, or database.storage_gib where it does not grow by itself (no downtime). Look for growing tables, a replication slot that holds the log back, or large temporary files.",
  },
  memory: {
    firesWhen: ">",
    missingData: "notBreaching", // No replica runs, which fires `api_down`.
    measurements: (sources, window) => mapValues(runners(sources), (runner) => memoryPercent(runner, window)),
    meaning: "A replica uses nearly all of its memory; it is killed at 100 %.",
    remedy:
      "Compare with the last deployment for a leak and go back to the previous revision; else raise memory_mib, or lower the requests that one replica takes at once. Files that a replica writes count as its memory.",
  },
  latency_p95: {
    firesWhen: ">",
    missingData: "notBreaching", // No request, no response time.
    measurements: (sources, window) => ({ api: responseTime(sources, 0.95, window) }),
    meaning: "One response in twenty is too slow.",
    remedy: (ifDatabase) =>
      `Look at the application dashboard for what grew with it: requests, replicas, CPU, ${ifDatabase("database connections, ")}queue depth. Find the slow step in Cloud Trace${ifDatabase(" and the slow statement in Query Insights")}.`,
  },
  error_rate: {
    firesWhen: ">",
    missingData: "notBreaching", // No request, no error.
    measurements: (sources, window) => ({ api: serverErrorPercent(sources, window) }),
    meaning: "Too many requests are answered with a server error.",
    remedy:
      "The log of the load balancer tells in statusDetails whether the application answered (response_sent_by_backend: read its log) or no replica took the request. If a deployment preceded it, give the previous revision 100 % of the requests.",
  },
  business: {
    firesWhen: ">",
    missingData: "notBreaching", // Nothing was counted.
    measurements: (sources, window): Record<string, string> =>
      sources.business ? { [sources.business.unit]: failurePercent(sources, sources.business, window) } : {},
    meaning: "", // The texts are the application's own.
    remedy: "",
  },
  cpu: {
    firesWhen: ">",
    missingData: "notBreaching", // No replica runs, which fires `api_down`.
    measurements: (sources, window) => ({
      ...mapValues(runners(sources), (runner) => cpuPercent(runner, window)),
      ...ofEachDatabase(sources, (database) => `100 * ${databaseGauge(database, "cpu/utilization", window)}`),
    }),
    meaning: "CPU is nearly used up.",
    remedy: (ifDatabase) =>
      `Service: see whether it has reached replicas.max and raise it. Worker: raise replicas.min, which is how many run.${ifDatabase(" Database: find the expensive queries in Query Insights, or take a larger size.")}`,
  },
} satisfies Record<RuleName, AlertRule>;
