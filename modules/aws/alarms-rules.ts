import {
  databaseMetric,
  freeStoragePercent,
  type Measurement,
  type Metric,
  type MonitoringSources,
  refusedConnections,
  responseTime,
  serviceMetric,
  targetGroupMetric,
  testFailurePercent,
} from "./monitoring-metrics";

/** How one alert of the shared `alerts` block is measured on AWS, and what whoever it wakes should do. */
export interface AlarmRule {
  readonly alarmsWhen: "GreaterThan" | "GreaterThanOrEqualTo" | "LessThan";
  /** What no data means. Each rule says why. */
  readonly missingData: "breaching" | "notBreaching";
  /** One number for the whole time, rather than one for each minute that must all be over. @default false */
  readonly wholeWindow?: boolean;
  /** What is measured, one alarm for each key. */
  readonly measurements: (sources: MonitoringSources) => Readonly<Record<string, Measurement>>;
  readonly meaning: string;
  readonly remedy: string;
}

/** Seed 002's alerts; their thresholds are settings, in the unit of the settings. */
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
    remedy:
      "Look at the events and stopped tasks of the ECS service and at its log. If a deployment preceded it, deploy the previous image. If tasks do not start, check the database and the secrets.",
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
    remedy:
      "Raise database.storage_gib (RDS grows it without downtime). Look for growing tables, a replication slot that holds the log back, or large temporary files.",
  },
  memory: {
    alarmsWhen: "GreaterThan",
    missingData: "notBreaching", // No task runs: api_down tells.
    measurements: (sources) =>
      each(sources.services.serviceNames, (key) => serviceMetric(sources, key, "MemoryUtilization")),
    meaning: "The service uses nearly all of its memory; tasks are killed at 100 %.",
    remedy: "Compare with the last deployment for a leak and roll it back; else raise memory_mib or replicas.max.",
  },
  latency_p95: {
    alarmsWhen: "GreaterThan",
    missingData: "notBreaching", // No request, no response time.
    measurements: (sources) => ({ api: responseTime(sources, "p95") }),
    meaning: "One response in twenty is too slow.",
    remedy:
      "Look at the application dashboard for what grew with it: requests, CPU, database connections, queue depth. Find the slow step in the X-Ray traces.",
  },
  test_failures: {
    alarmsWhen: "GreaterThan",
    missingData: "notBreaching", // No test was run.
    wholeWindow: true,
    measurements: (sources) => ({ executions: testFailurePercent(sources) }),
    meaning: "Too many test executions fail.",
    remedy:
      "Look at the business dashboard: one framework alone points to its runner or a changed target, all of them to the system itself.",
  },
  cpu: {
    alarmsWhen: "GreaterThan",
    missingData: "notBreaching", // No task runs: api_down tells.
    measurements: (sources) => ({
      ...each(sources.services.serviceNames, (key) => serviceMetric(sources, key, "CPUUtilization")),
      database: { metrics: { value: databaseMetric(sources, "CPUUtilization") } },
    }),
    meaning: "CPU is nearly used up.",
    remedy:
      "Service: see whether autoscaling has reached replicas.max and raise it. Database: find the expensive queries in Performance Insights, or take a larger instance.",
  },
} satisfies Record<string, AlarmRule>;

/** The alerts, named as in the settings. */
export type AlertName = keyof typeof alarmRules;

/** The same metric of everything that has a key. */
function each(keys: Readonly<Record<string, string>>, metric: (key: string) => Metric): Record<string, Measurement> {
  return Object.fromEntries(Object.keys(keys).map((key) => [key, { metrics: { value: metric(key) } }]));
}
