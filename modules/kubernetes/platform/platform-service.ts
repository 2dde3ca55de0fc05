import type { ChartValues } from "../charts/chart-values";
import type { PodSecurityLevel } from "../network/namespace";

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

/** What an EKS cluster's own controllers must know. */
export interface EksFacts {
  readonly region: string;
  readonly vpcId: string;
  /** Kubernetes version, e.g. `1.34`; may be a token. */
  readonly version: string;
}

/** What the services of one cluster are made from. */
export interface PlatformContext {
  readonly clusterName: string;
  /** Only on EKS. */
  readonly eks?: EksFacts;
  /** Copies of a controller, of which one leads. */
  readonly replicas: number;
  /** Prometheus is there, and the CRDs of its operator. */
  readonly monitored: boolean;
  /** Installed by us, or there already. */
  has(service: PlatformServiceName): boolean;
  /** The role that the service's account takes on EKS. */
  roleArn(service: PlatformServiceName): string | undefined;
  readonly metrics: { readonly retentionDays: number; readonly storageGib: number };
  readonly logs: { readonly retentionDays: number; readonly storageGib: number; readonly cloudWatchGroup?: string };
  readonly podMetrics: readonly string[];
  readonly grafanaAdminSecret?: string;
  readonly dnsDomains: readonly string[];
}

/** One Helm release, pinned. */
export interface PlatformRelease {
  readonly name: string;
  /** @default - the release's name */
  readonly chart?: string;
  /** `https://…` or `oci://…`. @default - the chart is a folder under `charts/` */
  readonly repository?: string;
  /** @default - that of the folder */
  readonly version?: string;
  readonly namespace: string;
  values(context: PlatformContext): ChartValues;
  /** @default - always */
  when?(context: PlatformContext): boolean;
}

export interface PlatformService {
  /** What it does not work without. */
  readonly needs?: readonly PlatformServiceName[];
  /** What comes before it where both are installed: their CRDs, or what they serve. */
  readonly after?: readonly PlatformServiceName[];
  /** In the order of installation. The last is the service itself: chosen values and version are its own. */
  readonly releases: readonly PlatformRelease[];
}

/** The namespaces that releases live in, with the Pod Security Standard that their pods hold; kube-system is there. */
export const platformNamespaces: Readonly<Record<string, PodSecurityLevel>> = {
  argocd: "restricted",
  "cert-manager": "restricted",
  "envoy-gateway-system": "baseline",
  "external-dns": "restricted",
  "external-secrets": "restricted",
  "flagger-system": "baseline",
  "ingress-nginx": "baseline",
  "istio-system": "baseline",
  // Agents that read the node's own files.
  logging: "privileged",
  // The node exporter sees the node's processes, disks and network.
  monitoring: "privileged",
  observability: "baseline",
  test: "baseline",
};

export const prometheusUrl = "http://kube-prometheus-stack-prometheus.monitoring.svc:9090";

/** Memory is a limit too; CPU is not, so that nothing is slowed down while the node is idle. */
export function resources(cpu: string, memory: string) {
  return { requests: { cpu, memory }, limits: { memory } };
}

/** Several copies keep one while a node is drained; a single copy would stop the drain. */
export function disruptionBudget({ replicas }: PlatformContext) {
  return replicas > 1 ? { enabled: true, minAvailable: 1 } : { enabled: false };
}

/** A service account that takes a role on EKS. */
export function account(name: string, roleArn: string | undefined) {
  return { create: true, name, annotations: roleArn ? { "eks.amazonaws.com/role-arn": roleArn } : {} };
}
