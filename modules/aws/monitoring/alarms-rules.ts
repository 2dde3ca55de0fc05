import {
  databaseMetric,
  freeStoragePercent,
  type Measurement,
  type Metric,
  refusedConnections,
  responseTime,
  serverErrorPercent,
  targetGroupMetric,
  testFailurePercent,
  utilization,
} from "./monitoring-metrics";
import type { MonitoringSources } from "./monitoring-sources";

/** Text that is the same for all sources, or depends on which they are. */
type Text = string | ((sources: MonitoringSources) => string);

/** How one alert of the shared `alerts` block is measured on AWS, and what whoever it wakes should do. */
export interface AlarmRule {
  readonly alarmsWhen: "GreaterThan" | "GreaterThanOrEqualTo" | "LessThan";
  /** What no data means. Each rule says why. */
  readonly missingData: "breaching" | "notBreaching";
  /** One number for the whole time, rather than one for each minute that must all be over. @default false */
  readonly wholeWindow?: boolean;
  /** What is measured, one alarm for each key. */
  readonly measurements: (sources: MonitoringSources) => Readonly<Record<string, Measurement>>;
  readonly meaning: Text;
  readonly remedy: Text;
}

/** The alerts of documents 002 and 003; their thresholds are settings, in the unit of the settings. */
export const alarmRules = {
  api_down: {
    alarmsWhen: "LessThan",
    missingData: "breaching", // A target group without registered replicas reports nothing.
    // Maximum: the count is reported per zone, and one zone with a healthy replica still answers.
    measurements: (sources) =>
      each(sources.services.targetGroupArnSuffixes, (key) =>
        targetGroupMetric(sources, key, "HealthyHostCount", "Maximum"),
      ),
    meaning: "The API is down: too few healthy replicas behind the load balancer.",
    remedy: byServices(
      "Look at the events and stopped tasks of the ECS service and at its log. If a deployment preceded it, deploy the previous image. If tasks do not start, check the database and the secrets.",
      "Look at the events and logs of the pods, and whether a TargetGroupBinding names the target group. If a deployment preceded it, deploy the previous image. If pods do not start, check the nodes, the database and the secrets.",
    ),
  },
  database_connections: {
    alarmsWhen: "GreaterThanOrEqualTo",
    missingData: "notBreaching", // The filter counts log lines: no line, no refusal.
    wholeWindow: true,
    measurements: (sources) => ({ database: { metrics: { refused: refusedConnections(sources) } } }),
    meaning: "PostgreSQL refuses connections.",
    remedy:
      "Read the FATAL lines of the PostgreSQL log. Too many clients or no slots: lower the pool size or the number of replicas, or take a larger instance. Authentication failed: restart the service so that it reads the rotated password.",
  },
  disk_free: {
    alarmsWhen: "LessThan",
    missingData: "breaching", // A running database always reports it: silence means that it does not run.
    measurements: (sources) => ({ database: freeStoragePercent(sources) }),
    meaning: "The database runs out of storage.",
    remedy: byDatabase(
      "Raise database.storage_gib (RDS grows it without downtime). Look for growing tables, a replication slot that holds the log back, or large temporary files.",
      "It is the local storage of an Aurora instance: temporary files and logs, not tables. Find the queries that sort or hash on disk in Performance Insights, raise work_mem for them, or take a larger instance class.",
    ),
  },
  memory: {
    alarmsWhen: "GreaterThan",
    missingData: "notBreaching", // No task runs: api_down tells.
    measurements: (sources) => values(utilization(sources, "Memory")),
    meaning: byServices(
      "The service uses nearly all of its memory; tasks are killed at 100 %.",
      "The nodes use nearly all of their memory; pods are evicted at 100 %.",
    ),
    remedy: byServices(
      "Compare with the last deployment for a leak and roll it back; else raise memory_mib or replicas.max.",
      "See whether a node group has reached its max and raise it. Compare with the last deployment for a leak and roll it back.",
    ),
  },
  latency_p95: {
    alarmsWhen: "GreaterThan",
    missingData: "notBreaching", // No request, no response time.
    measurements: (sources) => ({ api: responseTime(sources, "p95") }),
    meaning: "One response in twenty is too slow.",
    remedy:
      "Look at the application dashboard for what grew with it: requests, CPU, database connections, queue depth. Find the slow step in the X-Ray traces.",
  },
  error_rate: {
    alarmsWhen: "GreaterThan",
    missingData: "notBreaching", // No request, no error.
    wholeWindow: true,
    measurements: (sources) => ({ api: serverErrorPercent(sources) }),
    meaning: "Too many requests are answered with a server error.",
    remedy:
      "Look at the application dashboard: errors of the load balancer mean that no replica took the request, those of the application stand in its log. If a deployment preceded it, deploy the previous image.",
  },
  test_failures: {
    alarmsWhen: "GreaterThan",
    missingData: "notBreaching", // No test was run.
    wholeWindow: true,
    measurements: (sources): Record<string, Measurement> =>
      sources.publishesMetrics === false ? {} : { executions: testFailurePercent(sources) },
    meaning: "Too many test executions fail.",
    remedy:
      "Look at the business dashboard: one framework alone points to its runner or a changed target, all of them to the system itself.",
  },
  cpu: {
    alarmsWhen: "GreaterThan",
    missingData: "notBreaching", // No task runs: api_down tells.
    measurements: (sources) => ({
      ...values(utilization(sources, "CPU")),
      database: { metrics: { value: databaseMetric(sources, "CPUUtilization") } },
    }),
    meaning: "CPU is nearly used up.",
    remedy: byServices(
      "Service: see whether autoscaling has reached replicas.max and raise it. Database: find the expensive queries in Performance Insights, or take a larger instance.",
      "Nodes: see whether a node group has reached its max and raise it. Database: find the expensive queries in Performance Insights, or take a larger instance.",
    ),
  },
} satisfies Record<string, AlarmRule>;

/** The alerts, named as in the settings. */
export type AlertName = keyof typeof alarmRules;

/** The same metric of everything that has a key. */
function each(keys: Readonly<Record<string, string>>, metric: (key: string) => Metric): Record<string, Measurement> {
  return values(Object.fromEntries(Object.keys(keys).map((key) => [key, metric(key)])));
}

/** Each metric as it is. */
function values(metrics: Readonly<Record<string, Metric>>): Record<string, Measurement> {
  return Object.fromEntries(Object.entries(metrics).map(([key, value]) => [key, { metrics: { value } }]));
}

function byServices(onEcs: string, inCluster: string): Text {
  return ({ services }) => ("serviceNames" in services ? onEcs : inCluster);
}

function byDatabase(instance: string, aurora: string): Text {
  return ({ database }) => ("localStorageGib" in database ? aurora : instance);
}
