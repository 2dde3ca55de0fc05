import type { ChartValues } from "../charts/chart-values";
import type { PodSecurityLevel } from "../network/namespace";

/** The names of the services, as the settings have them. */
export type PlatformServiceName =
  | "argo-cd"
  | "aws-load-balancer-controller"
  | "cert-manager"
  | "cluster-autoscaler"
  | "envoy-gateway"
  | "external-dns"
  | "external-secrets"
  | "flagger"
  | "ingress-nginx"
  | "istio"
  | "jaeger"
  | "kube-prometheus-stack"
  | "log-shipping"
  | "metrics-server"
  | "nvidia-device-plugin"
  | "opentelemetry-collector"
  | "prometheus-adapter";

/** Facts of an EKS cluster that AWS's controllers need. */
export interface EksFacts {
  readonly region: string;
  readonly vpcId: string;
  /** Kubernetes version, e.g. `1.34`; may be a token. */
  readonly version: string;
}

/** Input for the values of every service of one cluster. */
export interface PlatformContext {
  readonly clusterName: string;
  /** Only on EKS. */
  readonly eks?: EksFacts;
  /** Copies of a controller; one of them leads. */
  readonly replicas: number;
  /** True: the cluster has Prometheus and the CRDs of its operator. */
  readonly monitored: boolean;
  /** Whether the cluster has the service, installed here or before. */
  has(service: PlatformServiceName): boolean;
  /** The IAM role that the service's account takes on EKS. */
  roleArn(service: PlatformServiceName): string | undefined;
  readonly logRetentionDays: number;
  readonly podMetrics: readonly string[];
  readonly dnsDomains: readonly string[];
}

/** One Helm release of a pinned version. */
export interface PlatformRelease {
  readonly name: string;
  /** @default - the release's name */
  readonly chart?: string;
  /** `https://…` or `oci://…`. @default - the chart is a folder under `charts/` */
  readonly repository?: string;
  /** @default - the version of the folder's chart */
  readonly version?: string;
  readonly namespace: string;
  values(context: PlatformContext): ChartValues;
}

export interface PlatformService {
  /** Services that it does not work without. */
  readonly needs?: readonly PlatformServiceName[];
  /** Services that are installed before it, if at all: it uses their CRDs or their endpoints. */
  readonly after?: readonly PlatformServiceName[];
  /** In the order of installation. The last is the service itself, which gets the values and version of the settings. */
  readonly releases: readonly PlatformRelease[];
}

/** The namespaces of the releases, each with its Pod Security Standard. kube-system exists in every cluster. */
export const platformNamespaces: Readonly<Record<string, PodSecurityLevel>> = {
  argocd: "restricted",
  "cert-manager": "restricted",
  "envoy-gateway-system": "baseline",
  "external-dns": "restricted",
  "external-secrets": "restricted",
  "flagger-system": "baseline",
  "ingress-nginx": "baseline",
  "istio-system": "baseline",
  // Its agents read files of the node.
  logging: "privileged",
  // Its node exporter reads the node's processes, disks and network.
  monitoring: "privileged",
  observability: "baseline",
  test: "baseline",
};

/** Address of Prometheus in the cluster. */
export const prometheusUrl = "http://kube-prometheus-stack-prometheus.monitoring.svc:9090";

/** Where the collector of the cluster takes traces, over gRPC (OTLP). */
export const collectorUrl = "http://opentelemetry-collector.observability.svc:4317";

/** Requests for CPU and memory, and a limit for memory only: a CPU limit would slow a container on an idle node. */
export function resources(cpu: string, memory: string) {
  return { requests: { cpu, memory }, limits: { memory } };
}

/** One of several copies stays while a node is drained. A single copy has no budget, because that would block the drain. */
export function disruptionBudget({ replicas }: PlatformContext) {
  return replicas > 1 ? { enabled: true, minAvailable: 1 } : { enabled: false };
}

/** Chart values of a service account, with the role that it takes on EKS. */
export function account(name: string, roleArn: string | undefined) {
  return { create: true, name, annotations: roleArn ? { "eks.amazonaws.com/role-arn": roleArn } : {} };
}
