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

/** Before everything else: the other charts bring ServiceMonitors. Helm upgrades CRDs only in a chart of their own. */
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
        // Where the control plane is the cloud's, these cannot be asked, and would raise an alert each.
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

function prometheus({ replicas, metrics }: PlatformContext): ChartValues {
  return {
    replicas,
    podAntiAffinity: "soft",
    retention: `${metrics.retentionDays}d`,
    // Old data goes before the disk is full.
    retentionSize: `${Math.floor(metrics.storageGib * 0.9)}GiB`,
    storageSpec: claim(metrics.storageGib),
    resources: resources("500m", "4Gi"),
    // Every namespace's monitors and rules count, whoever's release made them.
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
    // Routes come from the AlertmanagerConfig of each namespace; without this a route would see only its namespace's alerts.
    alertmanagerConfigSelector: {},
    alertmanagerConfigNamespaceSelector: {},
    alertmanagerConfigMatcherStrategy: { type: "None" },
  };
}

function grafana({ grafanaAdminSecret, logs, has }: PlatformContext): ChartValues {
  const sources = [
    ...(has("log-shipping") && !logs.cloudWatchGroup
      ? [{ name: "Loki", type: "loki", access: "proxy", url: "http://loki.logging.svc:3100" }]
      : []),
    ...(has("jaeger")
      ? [{ name: "Jaeger", type: "jaeger", access: "proxy", url: "http://jaeger.observability.svc:16686" }]
      : []),
  ];
  return {
    // Without a secret of ours the chart makes a random password in the cluster; none ever stands in values.
    ...(grafanaAdminSecret && { admin: { existingSecret: grafanaAdminSecret } }),
    "grafana.ini": {
      "auth.anonymous": { enabled: false },
      analytics: { reporting_enabled: false, check_for_updates: false },
      security: { cookie_secure: true, disable_gravatar: true },
    },
    // Dashboards are ConfigMaps, so that a new pod has them all.
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

/** What autoscalers ask for the application's own metrics. */
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
