/** What one pod asks of its node. */
export interface Pod {
  readonly name: string;
  /** vCPU. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  /** True: it has the node's own address. @default false */
  readonly hostNetwork?: boolean;
}

/** Pods of a cluster: those that run once or more, and those that run on every node. */
export interface Pods {
  readonly placed: readonly Pod[];
  readonly onEachNode: readonly Pod[];
}

// biome-ignore lint/suspicious/noExplicitAny: values of many charts.
type Values = any;

/** MiB of a quantity such as `1Gi`. */
const mib = (text = "0Mi") => Number.parseFloat(text) * (text.endsWith("Gi") ? 1024 : 1);
/** vCPU of a quantity such as `250m`. */
const cores = (text: string | number = 0) => Number.parseFloat(`${text}`) / (`${text}`.endsWith("m") ? 1000 : 1);

function pods(count: number, name: string, ...containers: Values[]): Pod[] {
  const cpu = containers.reduce((sum, it) => sum + cores(it?.requests?.cpu), 0);
  const memory = containers.reduce((sum, it) => sum + mib(it?.requests?.memory), 0);
  return Array.from({ length: count }, () => ({ name, cpu, memory }));
}
const asks = (cpu: string, memory: string) => ({ requests: { cpu, memory } });

/**
 * The pods of each chart in `platform-catalogue.ts`, as its templates of the pinned version make them from our values. Charts of
 * other repositories cannot be rendered in a unit test: a request that our values do not set is the chart's default.
 */
const charts: Readonly<Record<string, (values: Values) => Partial<Pods>>> = {
  "prometheus-operator-crds": () => ({}),
  "kube-prometheus-stack": (v) => ({
    placed: [
      ...pods(1, "prometheus-operator", v.prometheusOperator.resources),
      ...pods(1, "kube-state-metrics", v["kube-state-metrics"].resources),
      ...pods(v.prometheus.prometheusSpec.replicas, "prometheus", v.prometheus.prometheusSpec.resources),
      ...pods(v.alertmanager.alertmanagerSpec.replicas, "alertmanager", v.alertmanager.alertmanagerSpec.resources),
      // With a sidecar for dashboards and one for data sources.
      ...pods(1, "grafana", v.grafana.resources, v.grafana.sidecar.resources, v.grafana.sidecar.resources),
    ],
    onEachNode: pods(1, "node-exporter", v["prometheus-node-exporter"].resources).map((pod) => ({
      ...pod,
      hostNetwork: true,
    })),
  }),
  "prometheus-adapter": (v) => ({ placed: pods(v.replicas, "prometheus-adapter", v.resources) }),
  // charts/rate-limit-store
  "rate-limit-store": () => ({ placed: pods(1, "rate-limit-store", asks("50m", "192Mi")) }),
  // With the rate limiter that Envoy Gateway runs, in its default size.
  "envoy-gateway": (v) => ({
    placed: [
      ...pods(v.deployment.replicas, "envoy-gateway", v.deployment.envoyGateway.resources),
      ...pods(1, "envoy-ratelimit", asks("100m", "512Mi")),
    ],
  }),
  "istio-base": () => ({}),
  istiod: (v) => ({ placed: pods(v.autoscaleMin, "istiod", v.resources) }),
  "argo-cd": (v) => ({
    placed: [
      ...pods(1, "argocd-application-controller", v.controller.resources),
      ...pods(v.server.replicas, "argocd-server", v.server.resources),
      ...pods(v.repoServer.replicas, "argocd-repo-server", v.repoServer.resources),
      ...pods(v.applicationSet.replicas, "argocd-applicationset-controller", v.applicationSet.resources),
      ...pods(1, "argocd-redis", v.redis.resources),
      ...pods(1, "argocd-notifications-controller", v.notifications.resources),
    ],
  }),
  "flagger-loadtester": (v) => ({ placed: pods(1, "flagger-loadtester", v.resources) }),
  flagger: (v) => ({ placed: pods(v.leaderElection.replicaCount, "flagger", v.resources) }),
  "aws-load-balancer-controller": (v) => ({ placed: pods(v.replicaCount, "load-balancer-controller", v.resources) }),
  "cert-manager": (v) => ({
    placed: [
      ...pods(v.replicaCount, "cert-manager", v.resources),
      ...pods(v.webhook.replicaCount, "cert-manager-webhook", v.webhook.resources),
      ...pods(v.cainjector.replicaCount, "cert-manager-cainjector", v.cainjector.resources),
    ],
  }),
  "external-secrets": (v) => ({
    placed: [
      ...pods(v.replicaCount, "external-secrets", v.resources),
      ...pods(v.webhook.replicaCount, "external-secrets-webhook", v.webhook.resources),
      ...pods(1, "external-secrets-cert-controller", v.certController.resources),
    ],
  }),
  "external-dns": (v) => ({ placed: pods(1, "external-dns", v.resources) }),
  "cluster-autoscaler": (v) => ({ placed: pods(v.replicaCount, "cluster-autoscaler", v.resources) }),
  "metrics-server": (v) => ({ placed: pods(v.replicas, "metrics-server", v.resources) }),
  // On GPU nodes only, where it is counted on each node.
  "nvidia-device-plugin": (v) => ({ onEachNode: pods(1, "nvidia-device-plugin", v.resources) }),
  loki: (v) => ({ placed: pods(v.singleBinary.replicas, "loki", v.singleBinary.resources) }),
  "fluent-bit": (v) => ({ onEachNode: pods(1, "fluent-bit", v.resources) }),
  jaeger: (v) => ({ placed: pods(1, "jaeger", v.jaeger.resources) }),
  "opentelemetry-collector": (v) => ({ placed: pods(v.replicaCount, "opentelemetry-collector", v.resources) }),
};

/** The pods of EKS add-ons, with the requests of their manifests (Kubernetes 1.35). */
const addons: Readonly<Record<string, Pods>> = {
  "aws-ebs-csi-driver": {
    // Six containers; three on each node.
    placed: pods(2, "ebs-csi-controller", ...Array(6).fill(asks("10m", "40Mi"))),
    onEachNode: pods(1, "ebs-csi-node", ...Array(3).fill(asks("10m", "40Mi"))),
  },
  coredns: { placed: pods(2, "coredns", asks("100m", "70Mi")), onEachNode: [] },
  "eks-pod-identity-agent": {
    placed: [],
    onEachNode: [{ name: "pod-identity", cpu: 0, memory: 0, hostNetwork: true }],
  },
  "kube-proxy": { placed: [], onEachNode: [{ name: "kube-proxy", cpu: 0.1, memory: 0, hostNetwork: true }] },
  "metrics-server": { placed: pods(2, "metrics-server", asks("100m", "200Mi")), onEachNode: [] },
  "vpc-cni": { placed: [], onEachNode: [{ name: "aws-node", cpu: 0.05, memory: 0, hostNetwork: true }] },
};

/** Envoy's proxies of a Gateway (charts/gateway): the proxy, and the shutdown manager in its default size. */
const proxies = (values: Values) => pods(values.replicas, "envoy", asks("250m", "512Mi"), asks("10m", "32Mi"));

/** Custom resources of ours whose controllers make no pods. */
const without = /-(targets|canary|gitops|monitoring|secrets|letsencrypt)$|^letsencrypt-/;

/** The pods of every release and every add-on. An unknown release is an error: it needs a row above. */
export function podsOfPlatform(releases: Readonly<Record<string, Values>>, addonNames: readonly string[]): Pods {
  const found = [
    ...Object.entries(releases).map(([name, values]) => {
      if (name.endsWith("-gateway") && name !== "envoy-gateway") return { placed: proxies(values) };
      const rows = charts[name];
      if (rows) return rows(values);
      if (without.test(name)) return {};
      throw new Error(`expected the pods of the release "${name}" in chart-pods.ts, found none`);
    }),
    ...addonNames.map((name) => {
      const rows = addons[name];
      if (!rows) throw new Error(`expected the pods of the add-on "${name}" in chart-pods.ts, found none`);
      return rows;
    }),
  ];
  return {
    placed: found.flatMap(({ placed = [] }: Partial<Pods>) => placed),
    onEachNode: found.flatMap(({ onEachNode = [] }: Partial<Pods>) => onEachNode),
  };
}
