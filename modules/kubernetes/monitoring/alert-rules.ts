import type { RuleName } from "../../alerts";
import { mapValues } from "../../records";
import {
  availableReplicas,
  cpuPercent,
  errorRatio,
  failurePercent,
  freeStoragePercent,
  growth,
  type MonitoringSources,
  memoryPercent,
  orZero,
  responseTime,
} from "./monitoring-metrics";

/** How one alert of the shared `alerts` block is measured on Kubernetes, and what its receiver should do. */
export interface AlertRule {
  /** Its name in Prometheus. */
  readonly alert: string;
  /** Compares what is measured with the threshold. */
  readonly firesWhen: "<" | ">" | ">=";
  /** PromQL by the label `service` of the alert. `window` is the time that the alert must last, as PromQL writes it. */
  readonly measurements: (sources: MonitoringSources, window: string) => Readonly<Record<string, string>>;
  /** True: the query covers that whole time itself, so the alert fires as soon as the comparison holds. @default false */
  readonly wholeWindow?: boolean;
  readonly meaning: string;
  /** `ifDatabase` says its text only where there is a database. */
  readonly remedy: string | ((ifDatabase: (text: string) => string) => string);
}

/** The alerts of documents 002 and 003; their thresholds are settings, in the unit of the settings. */
export const alertRules = {
  api_down: {
    alert: "ApiDown",
    firesWhen: "<",
    // A missing Deployment, or a missing kube-state-metrics, counts as zero replicas.
    measurements: (sources) =>
      Object.fromEntries(
        ["api", ...(sources.routed ?? [])].map((key) => [key, orZero(availableReplicas(sources, key))]),
      ),
    meaning: "The API is down: too few replicas are ready.",
    remedy: (ifDatabase) =>
      `kubectl get pods and kubectl describe pod show why: image, probes, room on the nodes, quota. If a deployment preceded it, deploy the previous image. If the pods start and are not ready, check ${ifDatabase("the database and ")}the secrets. If all pods are ready, check that kube-state-metrics runs.`,
  },
  database_connections: {
    alert: "DatabaseConnectionsRefused",
    firesWhen: ">=",
    wholeWindow: true,
    // PostgreSQL's log is outside the cluster, so the errors that the application's connection pools count are used.
    measurements: (sources, window): Record<string, string> =>
      sources.hasDatabase === false ? {} : { database: growth("database_connection_errors_total", sources, window) },
    meaning: "Connections to PostgreSQL fail.",
    remedy:
      "Read the errors in the application's log. Too many clients or no slots: lower the pool size or the number of replicas, or take a larger instance. Authentication failed: see whether the ExternalSecret postgres-credentials is ready and restart the pods. Timeouts: check the network policy and the database itself.",
  },
  disk_free: {
    alert: "DiskNearlyFull",
    firesWhen: "<",
    // The volumes of the namespace, as kubelet reports them. The stack that has the database watches its storage.
    measurements: (sources) => ({ volumes: freeStoragePercent(sources) }),
    meaning: "The volume {{ $labels.persistentvolumeclaim }} runs out of space.",
    remedy:
      "Remove what is no longer needed, or enlarge the PersistentVolumeClaim (its storage class must allow expansion).",
  },
  memory: {
    alert: "MemoryNearlyUsedUp",
    firesWhen: ">",
    measurements: (sources) => ofServices(sources, (key) => `max(${memoryPercent(sources, key)})`),
    meaning: "A pod uses nearly all of its memory; at 100 % it is killed.",
    remedy: "Compare with the last deployment for a leak and roll it back; else raise memory_mib or replicas.max.",
  },
  latency_p95: {
    // Document 002's p95 > 500 ms and document 003's HighLatency, p95 > 0.5 s, are the same alert.
    alert: "HighLatency",
    firesWhen: ">",
    measurements: (sources) => ({ api: `1000 * ${responseTime(sources, 0.95, "5m")}` }),
    meaning: "One response in twenty is too slow.",
    remedy:
      "Look at the application dashboard for what grew with it: requests, CPU, pool connections, queue depth. Find the slow step in the traces.",
  },
  error_rate: {
    alert: "HighErrorRate",
    firesWhen: ">",
    wholeWindow: true,
    measurements: (sources, window) => ({ api: `100 * ${errorRatio(sources, window)}` }),
    meaning: "Too many requests end in a server error.",
    remedy: (ifDatabase) =>
      `Read the errors in the application's log. If a deployment preceded it, deploy the previous image. Else check what the API depends on: ${ifDatabase("database, ")}cache, other services.`,
  },
  business: {
    alert: "", // The name and the texts are the application's own.
    firesWhen: ">",
    wholeWindow: true,
    measurements: (sources, window): Record<string, string> =>
      sources.business ? { [sources.business.unit]: failurePercent(sources, sources.business, window) } : {},
    meaning: "",
    remedy: "",
  },
  cpu: {
    alert: "CpuNearlyUsedUp",
    firesWhen: ">",
    measurements: (sources) => ofServices(sources, (key) => cpuPercent(sources, key, "5m")),
    meaning: "CPU is nearly used up.",
    remedy:
      "kubectl get hpa: raise replicas.max where it is reached; pending pods mean that the nodes have no room. Else raise cpu.",
  },
} satisfies Record<RuleName, AlertRule>;

/** The same measurement of every service. */
function ofServices(sources: MonitoringSources, measurement: (key: string) => string): Record<string, string> {
  return mapValues(sources.services, (_, key) => measurement(key));
}
