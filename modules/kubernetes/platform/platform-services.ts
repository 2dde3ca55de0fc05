import { Release } from "@cdktf/provider-helm/lib/release";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { Construct } from "constructs";
import { type ChartValues, mergeValues, valuesDocument } from "../charts/chart-values";
import { LocalChart } from "../charts/local-chart";
import { platformCatalogue } from "./platform-catalogue";
import { monitoringCrds } from "./platform-prometheus";
import {
  collectorUrl,
  type EksFacts,
  type PlatformContext,
  type PlatformRelease,
  type PlatformServiceName,
  platformNamespaces,
  prometheusUrl,
} from "./platform-service";

/** The settings of one service. */
export interface PlatformChoice {
  /** False: the cluster has the service already, and other services may use it. @default true */
  readonly enabled?: boolean;
  /** Version of the service's chart. @default - the version pinned here */
  readonly version?: string;
  /** Merged over the values here: maps by key, the rest is replaced; null removes a default of the chart. @default - none */
  readonly values?: ChartValues;
}

export interface PlatformServicesProps {
  readonly clusterName: string;
  /** @default - not on EKS: the cluster autoscaler and the AWS Load Balancer Controller cannot be installed */
  readonly eks?: EksFacts;
  /** The services that the cluster has. A service that is not named is not installed. */
  readonly services: Readonly<Partial<Record<PlatformServiceName, PlatformChoice>>>;
  /** IAM roles on EKS, by the service that takes the role. @default - none */
  readonly roleArns?: Readonly<Partial<Record<PlatformServiceName, string>>>;
  /** Two copies of each controller, of Prometheus and of Alertmanager, and a disruption budget. @default true */
  readonly highAvailability?: boolean;
  /** Days for which Loki keeps logs, at most 30: its disk has 50 GiB. */
  readonly logRetentionDays: number;
  /** Metrics of the application, per pod, that autoscalers use. Document 003: active_requests. */
  readonly podMetrics: readonly string[];
  /** The only domains whose records external-dns writes. */
  readonly dnsDomains: readonly string[];
}

/**
 * The shared services of a cluster, each a Helm release of a pinned version. A service is installed after the services that
 * it uses, and removed before them. Prometheus keeps 15 days of metrics, at most 50 GiB in each copy.
 */
export class PlatformServices extends Construct {
  /** Address of Prometheus in the cluster. */
  static readonly prometheusUrl = prometheusUrl;
  /** Address of the collector of traces in the cluster: gRPC (OTLP). */
  static readonly collectorUrl = collectorUrl;
  /** The releases of the services that are installed here. Custom resources depend on the release of their CRDs. */
  readonly releases: Readonly<Partial<Record<PlatformServiceName, Release>>>;

  constructor(scope: Construct, id: string, props: PlatformServicesProps) {
    super(scope, id);
    const { services, eks } = props;
    const context = platformContext(props);
    const gates = context.has("aws-load-balancer-controller") ? readinessGate : {};
    const namespaces = new Map<string, NamespaceV1>();
    const ensureNamespace = (name: string) => {
      const level = platformNamespaces[name];
      if (!level || namespaces.has(name)) return namespaces.get(name);
      const namespace = new NamespaceV1(this, `namespace-${name}`, {
        metadata: { name, labels: { ...namespaceLabels(level), ...(name === gateways ? gates : {}) } },
      });
      namespaces.set(name, namespace);
      return namespace;
    };
    const install = (release: PlatformRelease, before: readonly Release[], choice: PlatformChoice = {}) => {
      const namespace = ensureNamespace(release.namespace);
      const dependsOn = [...(namespace ? [namespace] : []), ...before];
      const values = mergeValues(release.values(context), choice.values ?? {});
      const { name, chart = name, repository } = release;
      if (!repository) {
        return new LocalChart(this, name, { chart, release: name, namespace: release.namespace, values, dependsOn })
          .release;
      }
      return new Release(this, name, {
        name,
        chart,
        repository,
        version: choice.version ?? release.version,
        namespace: release.namespace,
        values: [valuesDocument(values)],
        atomic: true,
        timeout: 600,
        maxHistory: 5,
        dependsOn,
      });
    };

    const isInstalled = (name: PlatformServiceName) => services[name] && services[name].enabled !== false;
    const first = isInstalled("kube-prometheus-stack") ? [install(monitoringCrds, [])] : [];
    const releases: Partial<Record<PlatformServiceName, Release>> = {};
    for (const [key, { needs = [], after = [], releases: parts }] of Object.entries(platformCatalogue)) {
      const name = key as PlatformServiceName;
      if (!isInstalled(name)) continue;
      if ((name === "cluster-autoscaler" || name === "aws-load-balancer-controller") && !eks) {
        throw new Error(`platform service "${name}": expected a cluster on EKS`);
      }
      for (const need of needs) {
        if (!context.has(need))
          throw new Error(`platform service "${name}": expected "${need}" among the services, found none`);
      }
      let before = [...first, ...[...after].flatMap((service) => releases[service] ?? [])];
      for (const part of parts) {
        const isService = part === parts[parts.length - 1];
        const release = install(part, before, isService ? services[name] : undefined);
        before = [...before, release];
        releases[name] = release;
      }
    }
    this.releases = releases;
  }
}

function platformContext(props: PlatformServicesProps): PlatformContext {
  const { services } = props;
  return {
    clusterName: props.clusterName,
    eks: props.eks,
    replicas: (props.highAvailability ?? true) ? 2 : 1,
    monitored: "kube-prometheus-stack" in services,
    has: (service) => service in services,
    roleArn: (service) => props.roleArns?.[service],
    logRetentionDays: props.logRetentionDays,
    podMetrics: props.podMetrics,
    dnsDomains: props.dnsDomains,
  };
}

/** The namespace of Envoy, whose pods the load balancer's target group registers. */
const gateways = "envoy-gateway-system";

/** A new pod is ready when the target group finds it healthy, so that an update takes no old one away before. */
const readinessGate = { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" };

function namespaceLabels(level: string) {
  return {
    "app.kubernetes.io/managed-by": "terraform",
    "pod-security.kubernetes.io/enforce": level,
    "pod-security.kubernetes.io/warn": level,
  };
}
