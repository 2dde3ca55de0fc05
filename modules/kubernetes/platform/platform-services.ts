import { Release } from "@cdktf/provider-helm/lib/release";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { Construct } from "constructs";
import { type ChartValues, mergeValues, valuesDocument } from "../charts/chart-values";
import { LocalChart } from "../charts/local-chart";
import { platformCatalogue } from "./platform-catalogue";
import { monitoringCrds } from "./platform-prometheus";
import {
  type EksFacts,
  type PlatformContext,
  type PlatformRelease,
  type PlatformServiceName,
  platformNamespaces,
  prometheusUrl,
} from "./platform-service";

/** How one service is wanted. */
export interface PlatformChoice {
  /** False: the cluster has it already, and the others count on it. @default true */
  readonly enabled?: boolean;
  /** Of the service's chart. @default - the one pinned here */
  readonly version?: string;
  /** Merged over ours: maps by key, the rest replaces; null takes a default of the chart away. @default - none */
  readonly values?: ChartValues;
}

export interface PlatformServicesProps {
  readonly clusterName: string;
  /** @default - not on EKS: neither the cluster autoscaler nor the AWS Load Balancer Controller is to be had */
  readonly eks?: EksFacts;
  /** What is installed. A service that is not named is neither installed nor there. */
  readonly services: Readonly<Partial<Record<PlatformServiceName, PlatformChoice>>>;
  /** IAM roles that services take on EKS, by service. @default - none */
  readonly roleArns?: Readonly<Partial<Record<PlatformServiceName, string>>>;
  /** Two copies of each controller, of Prometheus and of Alertmanager, and a disruption budget. @default true */
  readonly highAvailability?: boolean;
  /** What Prometheus keeps, per copy. @default - 15 days, at most 50 GiB */
  readonly metrics?: { readonly retentionDays: number; readonly storageGib: number };
  /** Where logs are kept: in a CloudWatch group (its name), or in Loki in the cluster. @default - Loki, 30 days, 50 GiB */
  readonly logs?: { readonly retentionDays: number; readonly storageGib: number; readonly cloudWatchGroup?: string };
  /** Metrics of the application that autoscalers may ask for, per pod. @default ["active_requests"] (document 003) */
  readonly podMetrics?: readonly string[];
  /** Secret in `monitoring` with `admin-user` and `admin-password`. @default - the chart makes a random password */
  readonly grafanaAdminSecret?: string;
  /** The only domains whose records external-dns writes. @default - every zone that its role may write */
  readonly dnsDomains?: readonly string[];
}

/** What a cluster needs beside the application, each service a Helm release of a pinned version, in an order that holds both ways. */
export class PlatformServices extends Construct {
  /** Where Prometheus answers in the cluster. */
  static readonly prometheusUrl = prometheusUrl;
  /** The releases of the services installed here. Custom resources depend on the one that brings their CRDs. */
  readonly releases: Readonly<Partial<Record<PlatformServiceName, Release>>>;

  constructor(scope: Construct, id: string, props: PlatformServicesProps) {
    super(scope, id);
    const { services, eks } = props;
    const context = platformContext(props);
    const namespaces = new Map<string, NamespaceV1>();
    const ensureNamespace = (name: string) => {
      const level = platformNamespaces[name];
      if (!level || namespaces.has(name)) return namespaces.get(name);
      const namespace = new NamespaceV1(this, `namespace-${name}`, {
        metadata: { name, labels: namespaceLabels(level) },
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
        if (!context.has(need)) throw new Error(`platform service "${name}": expected "${need}" beside it, found none`);
      }
      let before = [...first, ...[...after].flatMap((service) => releases[service] ?? [])];
      for (const part of parts.filter(({ when }) => !when || when(context))) {
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
    metrics: props.metrics ?? { retentionDays: 15, storageGib: 50 },
    logs: props.logs ?? { retentionDays: 30, storageGib: 50 },
    podMetrics: props.podMetrics ?? ["active_requests"],
    grafanaAdminSecret: props.grafanaAdminSecret,
    dnsDomains: props.dnsDomains ?? [],
  };
}

function namespaceLabels(level: string) {
  return {
    "app.kubernetes.io/managed-by": "terraform",
    "pod-security.kubernetes.io/enforce": level,
    "pod-security.kubernetes.io/warn": level,
  };
}
