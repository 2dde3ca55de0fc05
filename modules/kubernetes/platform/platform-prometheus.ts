import type { ChartValues } from "../charts/chart-values";
import {
  disruptionBudget,
  type PlatformContext,
  type PlatformRelease,
  type PlatformService,
  prometheusUrl,
  resources,
} from "./platform-service";

const repository = "https://prometheus-community.github.io/helm-charts";

/** Installed first, because other charts make ServiceMonitors. A chart of its own, because Helm upgrades CRDs only there. */
export const monitoringCrds: PlatformRelease = {
  name: "prometheus-operator-crds",
  repository,
  version: "31.0.1",
  namespace: "monitoring",
  values: () => ({}),
};

/** Metrics, alerts and dashboards. */
export const prometheusStack: PlatformService = {
  releases: [
    {
      name: "kube-prometheus-stack",
      repository,
      version: "88.5.3",
      namespace: "monitoring",
      values: (context) => ({
        crds: { enabled: false },
        // A cloud's control plane does not let Prometheus scrape these, and each would raise an alert.
        kubeControllerManager: { enabled: false },
        kubeScheduler: { enabled: false },
        kubeEtcd: { enabled: false },
        kubeProxy: { enabled: false },
        "prometheus-node-exporter": { resources: resources("50m", "64Mi") },
        "kube-state-metrics": { resources: resources("50m", "256Mi") },
        prometheusOperator: { resources: resources("100m", "256Mi") },
        prometheus: { prometheusSpec: prometheus(context), podDisruptionBudget: disruptionBudget(context) },
        alertmanager: { alertmanagerSpec: alertmanager(context), podDisruptionBudget: disruptionBudget(context) },
        grafana: grafana(context),
      }),
    },
  ],
};

function prometheus({ replicas }: PlatformContext): ChartValues {
  return {
    replicas,
    podAntiAffinity: "soft",
    retention: "15d",
    // Less than the disk: the oldest data is deleted before the disk is full.
    retentionSize: "45GiB",
    storageSpec: claim(50),
    // Fits a node of 4 GiB, document 003's smallest. A cluster of hundreds of pods needs more, and nodes that have it.
    resources: resources("500m", "2Gi"),
    // Prometheus uses the monitors and rules of every namespace and every release.
    serviceMonitorSelectorNilUsesHelmValues: false,
    podMonitorSelectorNilUsesHelmValues: false,
    probeSelectorNilUsesHelmValues: false,
    scrapeConfigSelectorNilUsesHelmValues: false,
    ruleSelectorNilUsesHelmValues: false,
  };
}

function alertmanager({ replicas }: PlatformContext): ChartValues {
  return {
    replicas,
    podAntiAffinity: "soft",
    storage: claim(2),
    resources: resources("50m", "128Mi"),
    // Each namespace has its routes in an AlertmanagerConfig. With the default strategy a route gets only the alerts of its own namespace.
    alertmanagerConfigSelector: {},
    alertmanagerConfigNamespaceSelector: {},
    alertmanagerConfigMatcherStrategy: { type: "None" },
  };
}

function grafana({ has }: PlatformContext): ChartValues {
  const sources = [
    ...(has("log-shipping")
      ? [{ name: "Loki", type: "loki", access: "proxy", url: "http://loki.logging.svc:3100" }]
      : []),
    ...(has("jaeger")
      ? [{ name: "Jaeger", type: "jaeger", access: "proxy", url: "http://jaeger.observability.svc:16686" }]
      : []),
  ];
  return {
    // The chart makes a random admin password in the cluster, so that no password is in the values.
    "grafana.ini": {
      "auth.anonymous": { enabled: false },
      analytics: { reporting_enabled: false, check_for_updates: false },
      security: { cookie_secure: true, disable_gravatar: true },
    },
    // Dashboards are ConfigMaps, so that a new Grafana pod has all of them.
    sidecar: {
      resources: resources("50m", "128Mi"),
      dashboards: { enabled: true, label: "grafana_dashboard", labelValue: "1", searchNamespace: "ALL" },
    },
    additionalDataSources: sources,
    resources: resources("100m", "512Mi"),
  };
}

const claim = (gib: number) => ({
  volumeClaimTemplate: {
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: `${gib}Gi` } } },
  },
});

/** Gives autoscalers the application's own metrics. */
export const prometheusAdapter: PlatformService = {
  needs: ["kube-prometheus-stack"],
  after: ["kube-prometheus-stack"],
  releases: [
    {
      name: "prometheus-adapter",
      repository,
      version: "5.3.0",
      namespace: "monitoring",
      values: ({ replicas, podMetrics }) => ({
        replicas,
        podDisruptionBudget: { enabled: replicas > 1 },
        prometheus: { url: prometheusUrl.replace(/:\d+$/, ""), port: 9090 },
        resources: resources("100m", "256Mi"),
        rules: {
          default: false,
          custom: podMetrics.map((metric) => ({
            seriesQuery: `${metric}{namespace!="",pod!=""}`,
            resources: { overrides: { namespace: { resource: "namespace" }, pod: { resource: "pod" } } },
            name: { matches: `^${metric}$`, as: metric },
            metricsQuery: "sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)",
          })),
        },
      }),
    },
  ],
};
