import {
  availableReplicas,
  cpuPercent,
  errorRatio,
  freeStoragePercent,
  growth,
  type MonitoringSources,
  memoryPercent,
  orZero,
  responseTime,
  testFailurePercent,
} from "./monitoring-metrics";

/** How urgent an alert is: `critical` pages somebody, `warning` can wait until the morning. */
export type Severity = "critical" | "warning";

/** When one alert is raised. */
export interface Alert {
  /** In the unit of the alert: percent, milliseconds or a count. */
  readonly threshold: number;
  /** How long it must last. */
  readonly forSeconds: number;
  readonly severity: Severity;
  /** @default true */
  readonly enabled?: boolean;
}

/** The shared `alerts` block. */
export type Alerts = Readonly<Record<AlertName, Alert>>;

/** How one alert is measured on Kubernetes, and what whoever it wakes should do. */
interface AlertRule {
  /** Its name in Prometheus. */
  readonly alert: string;
  /** PromQL that yields something while the alert is due, one alert for each key. */
  readonly expressions: (sources: MonitoringSources, alert: Alert) => Readonly<Record<string, string>>;
  /** The expression itself looks back over the whole time, so that it is due at once. @default false */
  readonly wholeWindow?: boolean;
  readonly summary: string;
  readonly remedy: string;
}

/** The alerts of documents 002 and 003; their thresholds are settings, in the unit of the settings. */
const alertRules = {
  api_down: {
    alert: "ApiDown",
    // Without the Deployment, or without what reports on it, the API counts as down, too.
    expressions: (sources, { threshold }) => ({
      api: `${orZero(availableReplicas(sources, "api"))} < ${threshold}`,
    }),
    summary: "The API is down: too few replicas are ready.",
    remedy:
      "kubectl get pods and kubectl describe pod show why: image, probes, room on the nodes, quota. If a deployment preceded it, deploy the previous image. If the pods start and are not ready, check the database and the secrets. If all pods are ready, check that kube-state-metrics runs.",
  },
  database_connections: {
    alert: "DatabaseConnectionsRefused",
    // The cluster does not see PostgreSQL's log, as the cloud does: the application's connection pools count.
    wholeWindow: true,
    expressions: (sources, { threshold, forSeconds }) => ({
      database: `${growth("database_connection_errors_total", sources, `${forSeconds}s`)} >= ${threshold}`,
    }),
    summary: "Connections to PostgreSQL fail.",
    remedy:
      "Read the errors in the application's log. Too many clients or no slots: lower the pool size or the number of replicas, or take a larger instance. Authentication failed: see whether the ExternalSecret postgres-credentials is ready and restart the pods. Timeouts: check the network policy and the database itself.",
  },
  disk_free: {
    alert: "DiskNearlyFull",
    // The database's storage is watched where the database is; here it is what kubelet knows: the volumes.
    expressions: (sources, { threshold }) => ({ volumes: `${freeStoragePercent(sources)} < ${threshold}` }),
    summary: "The volume {{ $labels.persistentvolumeclaim }} runs out of space.",
    remedy:
      "Remove what is no longer needed, or enlarge the PersistentVolumeClaim (its storage class must allow expansion).",
  },
  memory: {
    alert: "MemoryNearlyUsedUp",
    expressions: (sources, { threshold }) =>
      each(sources, (key) => `max(${memoryPercent(sources, key)}) > ${threshold}`),
    summary: "A pod uses nearly all of its memory; at 100 % it is killed.",
    remedy: "Compare with the last deployment for a leak and roll it back; else raise memory_mib or replicas.max.",
  },
  latency_p95: {
    // Document 002's p95 > 500 ms and document 003's HighLatency, p95 > 0.5 s, are the same alert.
    alert: "HighLatency",
    expressions: (sources, { threshold }) => ({
      api: `1000 * ${responseTime(sources, 0.95, "5m")} > ${threshold}`,
    }),
    summary: "One response in twenty is too slow.",
    remedy:
      "Look at the application dashboard for what grew with it: requests, CPU, pool connections, queue depth. Find the slow step in the traces.",
  },
  error_rate: {
    alert: "HighErrorRate",
    wholeWindow: true,
    expressions: (sources, { threshold, forSeconds }) => ({
      api: `100 * ${errorRatio(sources, `${forSeconds}s`)} > ${threshold}`,
    }),
    summary: "Too many requests end in a server error.",
    remedy:
      "Read the errors in the application's log. If a deployment preceded it, deploy the previous image. Else check what the API depends on: database, cache, other services.",
  },
  test_failures: {
    alert: "TestFailures",
    wholeWindow: true,
    expressions: (sources, { threshold, forSeconds }) => ({
      executions: `${testFailurePercent(sources, `${forSeconds}s`)} > ${threshold}`,
    }),
    summary: "Too many test executions fail.",
    remedy:
      "Look at the business dashboard: one framework alone points to its runner or a changed target, all of them to the system itself.",
  },
  cpu: {
    alert: "CpuNearlyUsedUp",
    expressions: (sources, { threshold }) => each(sources, (key) => `${cpuPercent(sources, key, "5m")} > ${threshold}`),
    summary: "CPU is nearly used up.",
    remedy:
      "kubectl get hpa: raise replicas.max where it is reached; pending pods mean that the nodes have no room. Else raise cpu.",
  },
} satisfies Record<string, AlertRule>;

/** The alerts, named as in the settings. */
export type AlertName = keyof typeof alertRules;

/** An alerting rule as PrometheusRule has it. */
export interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: { readonly summary: string; readonly description: string };
}

/** The rules of every enabled alert. */
export function rules(sources: MonitoringSources, alerts: Alerts): Rule[] {
  return Object.entries<AlertRule>(alertRules).flatMap(([name, rule]) => {
    const alert = alerts[name as AlertName];
    return alert.enabled === false ? [] : rulesOf(rule, alert, sources);
  });
}

function rulesOf(rule: AlertRule, alert: Alert, sources: MonitoringSources): Rule[] {
  return Object.entries(rule.expressions(sources, alert)).map(([service, expr]) => ({
    alert: rule.alert,
    expr,
    for: `${rule.wholeWindow ? 0 : alert.forSeconds}s`,
    // Sums lose the namespace, by which Alertmanager may choose the route.
    labels: { severity: alert.severity, namespace: sources.namespace, service },
    annotations: {
      summary: `${rule.summary} (${service}: {{ $value | humanize }})`,
      description: rule.remedy,
    },
  }));
}

/** The same expression for every service. */
function each(sources: MonitoringSources, expression: (key: string) => string): Record<string, string> {
  return Object.fromEntries(Object.keys(sources.services).map((key) => [key, expression(key)]));
}
