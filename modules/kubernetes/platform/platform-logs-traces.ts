import type { ChartValues } from "../charts/chart-values";
import {
  account,
  type PlatformContext,
  type PlatformService,
  type PlatformServiceName,
  resources,
} from "./platform-service";

/** Services that collect logs and traces. */
export const logsAndTraces = {
  "log-shipping": {
    releases: [
      {
        name: "loki",
        repository: "https://grafana-community.github.io/helm-charts",
        version: "18.11.0",
        namespace: "logging",
        values: loki,
      },
      {
        name: "fluent-bit",
        repository: "https://fluent.github.io/helm-charts",
        version: "0.58.1",
        namespace: "logging",
        values: (context) => ({
          serviceAccount: account("fluent-bit", context.roleArn("log-shipping")),
          // Runs on every node, also on tainted ones.
          tolerations: [{ operator: "Exists" }],
          resources: resources("50m", "128Mi"),
          serviceMonitor: { enabled: context.monitored },
          config: { outputs: lokiOutput },
        }),
      },
    ],
  },
  jaeger: {
    releases: [
      {
        name: "jaeger",
        repository: "https://jaegertracing.github.io/helm-charts",
        version: "4.11.1",
        namespace: "observability",
        // Traces are in memory and lost with the pod. Another store needs values in the settings.
        values: () => ({ jaeger: { resources: resources("100m", "1Gi") } }),
      },
    ],
  },
  "opentelemetry-collector": {
    after: ["jaeger"],
    releases: [
      {
        name: "opentelemetry-collector",
        repository: "https://open-telemetry.github.io/opentelemetry-helm-charts",
        version: "0.170.0",
        namespace: "observability",
        values: collector,
      },
    ],
  },
} satisfies Partial<Record<PlatformServiceName, PlatformService>>;

/** Days for which a disk of 50 GiB holds the logs of a cluster: some 1.7 GiB a day, compressed. */
const mostLogDays = 30;

/**
 * One copy with a disk of 50 GiB. Loki deletes by age alone, so a longer time would fill the disk, and Loki would stop. For more,
 * set object storage in the values of the settings. Prometheus's own alerts warn before a disk is full.
 */
function loki({ logRetentionDays }: PlatformContext): ChartValues {
  return {
    deploymentMode: "Monolithic",
    fullnameOverride: "loki",
    loki: {
      auth_enabled: false,
      commonConfig: { replication_factor: 1 },
      storage: { type: "filesystem" },
      schemaConfig: {
        configs: [
          {
            from: "2024-04-01",
            store: "tsdb",
            object_store: "filesystem",
            schema: "v13",
            index: { prefix: "index_", period: "24h" },
          },
        ],
      },
      limits_config: { retention_period: `${Math.min(logRetentionDays, mostLogDays) * 24}h` },
      compactor: { retention_enabled: true, delete_request_store: "filesystem" },
    },
    singleBinary: {
      replicas: 1,
      persistence: { size: "50Gi" },
      resources: resources("250m", "2Gi"),
    },
    read: { replicas: 0 },
    write: { replicas: 0 },
    backend: { replicas: 0 },
    gateway: { enabled: false },
    chunksCache: { enabled: false },
    resultsCache: { enabled: false },
    lokiCanary: { enabled: false },
    test: { enabled: false },
  };
}

/** Fluent Bit's configuration of its output. */
const lokiOutput = [
  "[OUTPUT]",
  "    Name loki",
  "    Match *",
  "    host loki.logging.svc",
  "    port 3100",
  "    labels job=fluent-bit, namespace=$kubernetes['namespace_name'], app=$kubernetes['labels']['app.kubernetes.io/name']",
  "",
].join("\n");

/**
 * Receives OTLP. Traces go to Jaeger if the cluster has it, else on EKS to X-Ray; elsewhere they only reach the collector's
 * log, until the values of the settings name a store. Prometheus scrapes the metrics.
 */
function collector({ replicas, monitored, has, eks, roleArn }: PlatformContext): ChartValues {
  const store = has("jaeger")
    ? { otlp: { endpoint: "jaeger.observability.svc:4317", tls: { insecure: true } } }
    : eks && { awsxray: { region: eks.region } };
  const [traces = "debug"] = Object.keys(store ?? {});
  const off = { enabled: false };
  return {
    mode: "deployment",
    fullnameOverride: "opentelemetry-collector",
    // The distribution `k8s` has OTLP exporters only: neither Prometheus's nor X-Ray's.
    image: { repository: "otel/opentelemetry-collector-contrib" },
    serviceAccount: account("opentelemetry-collector", roleArn("opentelemetry-collector")),
    replicaCount: replicas,
    podDisruptionBudget: replicas > 1 ? { enabled: true, minAvailable: 1 } : off,
    presets: { kubernetesAttributes: { enabled: true } },
    resources: resources("200m", "512Mi"),
    ports: {
      "jaeger-compact": off,
      "jaeger-thrift": off,
      "jaeger-grpc": off,
      zipkin: off,
      exporter: { enabled: true, containerPort: 8889, servicePort: 8889, protocol: "TCP" },
    },
    config: {
      // Null removes the chart's defaults.
      receivers: { jaeger: null, zipkin: null, prometheus: null },
      exporters: { ...store, prometheus: { endpoint: "0.0.0.0:8889" } },
      service: {
        pipelines: {
          traces: { receivers: ["otlp"], exporters: [traces] },
          metrics: { receivers: ["otlp"], exporters: ["prometheus"] },
          logs: { receivers: ["otlp"], exporters: ["debug"] },
        },
      },
    },
    serviceMonitor: { enabled: monitored, metricsEndpoints: [{ port: "exporter" }] },
  };
}
