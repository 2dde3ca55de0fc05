import { Fn } from "cdktf";
import {
  account,
  disruptionBudget,
  type PlatformService,
  type PlatformServiceName,
  resources,
} from "./platform-service";

/** The autoscaler of each Kubernetes version: it simulates that version's scheduler. */
const autoscalers = {
  "1.31": "v1.31.5",
  "1.32": "v1.32.7",
  "1.33": "v1.33.6",
  "1.34": "v1.34.5",
  "1.35": "v1.35.2",
  "1.36": "v1.36.1",
};
const newestAutoscaler = "v1.36.1";

/** Controllers that give the cluster nodes, addresses, certificates and secrets. */
export const controllers = {
  "cluster-autoscaler": {
    releases: [
      {
        name: "cluster-autoscaler",
        repository: "https://kubernetes.github.io/autoscaler",
        version: "9.59.0",
        namespace: "kube-system",
        values: ({ clusterName, eks, roleArn, monitored, replicas }) => ({
          cloudProvider: "aws",
          awsRegion: eks?.region,
          autoDiscovery: { clusterName },
          fullnameOverride: "cluster-autoscaler",
          image: { tag: eks && Fn.lookup(autoscalers, eks.version, newestAutoscaler) },
          rbac: { serviceAccount: account("cluster-autoscaler", roleArn("cluster-autoscaler")) },
          replicaCount: replicas,
          extraArgs: {
            "balance-similar-node-groups": true,
            expander: "least-waste",
            "skip-nodes-with-system-pods": false,
          },
          priorityClassName: "system-cluster-critical",
          resources: resources("100m", "600Mi"),
          serviceMonitor: { enabled: monitored, namespace: "kube-system" },
        }),
      },
    ],
  },
  "aws-load-balancer-controller": {
    releases: [
      {
        name: "aws-load-balancer-controller",
        repository: "https://aws.github.io/eks-charts",
        version: "3.5.0",
        namespace: "kube-system",
        values: (context) => ({
          clusterName: context.clusterName,
          // Given, not asked of the instance metadata, which pods do not reach.
          region: context.eks?.region,
          vpcId: context.eks?.vpcId,
          serviceAccount: account("aws-load-balancer-controller", context.roleArn("aws-load-balancer-controller")),
          replicaCount: context.replicas,
          podDisruptionBudget: context.replicas > 1 ? { maxUnavailable: 1 } : {},
          // Terraform makes load balancers; the controller only registers pods. Its webhook would stop every new Service while it is away.
          enableServiceMutatorWebhook: false,
          createIngressClassResource: false,
          resources: resources("100m", "256Mi"),
          serviceMonitor: { enabled: context.monitored },
        }),
      },
    ],
  },
  "metrics-server": {
    releases: [
      {
        name: "metrics-server",
        repository: "https://kubernetes-sigs.github.io/metrics-server/",
        version: "3.13.1",
        namespace: "kube-system",
        values: (context) => ({
          replicas: context.replicas,
          podDisruptionBudget: disruptionBudget(context),
          resources: resources("100m", "200Mi"),
          metrics: { enabled: context.monitored },
          serviceMonitor: { enabled: context.monitored },
        }),
      },
    ],
  },
  "nvidia-device-plugin": {
    releases: [
      {
        name: "nvidia-device-plugin",
        repository: "https://nvidia.github.io/k8s-device-plugin",
        version: "0.20.0",
        namespace: "kube-system",
        values: () => ({
          // The label of our GPU nodes (seed 003), so that no second service need find out which they are.
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [
                  { matchExpressions: [{ key: "nvidia.com/gpu", operator: "In", values: ["true"] }] },
                ],
              },
            },
          },
          resources: resources("50m", "128Mi"),
        }),
      },
    ],
  },
  "cert-manager": {
    after: ["envoy-gateway"],
    releases: [
      {
        name: "cert-manager",
        repository: "https://charts.jetstack.io",
        version: "v1.21.1",
        namespace: "cert-manager",
        values: (context) => ({
          crds: { enabled: true },
          // It ends at its start where the Gateway API is asked for and missing.
          config: {
            apiVersion: "controller.config.cert-manager.io/v1alpha1",
            kind: "ControllerConfiguration",
            enableGatewayAPI: context.has("envoy-gateway"),
          },
          serviceAccount: account("cert-manager", context.roleArn("cert-manager")),
          replicaCount: context.replicas,
          podDisruptionBudget: disruptionBudget(context),
          resources: resources("50m", "256Mi"),
          webhook: {
            replicaCount: context.replicas,
            podDisruptionBudget: disruptionBudget(context),
            resources: resources("25m", "128Mi"),
          },
          cainjector: { replicaCount: context.replicas, resources: resources("25m", "256Mi") },
          prometheus: { servicemonitor: { enabled: context.monitored } },
        }),
      },
    ],
  },
  "external-secrets": {
    releases: [
      {
        name: "external-secrets",
        repository: "https://charts.external-secrets.io",
        version: "2.9.0",
        namespace: "external-secrets",
        values: (context) => ({
          installCRDs: true,
          serviceAccount: account("external-secrets", context.roleArn("external-secrets")),
          leaderElect: context.replicas > 1,
          replicaCount: context.replicas,
          podDisruptionBudget: disruptionBudget(context),
          resources: resources("50m", "256Mi"),
          webhook: {
            replicaCount: context.replicas,
            podDisruptionBudget: disruptionBudget(context),
            resources: resources("25m", "128Mi"),
          },
          certController: { resources: resources("25m", "256Mi") },
          serviceMonitor: { enabled: context.monitored },
        }),
      },
    ],
  },
  "external-dns": {
    after: ["envoy-gateway"],
    releases: [
      {
        name: "external-dns",
        repository: "https://kubernetes-sigs.github.io/external-dns/",
        version: "1.21.1",
        namespace: "external-dns",
        values: (context) => ({
          provider: { name: "aws" },
          sources: ["service", "ingress", ...(context.has("envoy-gateway") ? ["gateway-httproute"] : [])],
          // Deletes a record when its route is gone, but only of those it made itself.
          policy: "sync",
          txtOwnerId: context.clusterName,
          domainFilters: context.dnsDomains,
          env: context.eks ? [{ name: "AWS_DEFAULT_REGION", value: context.eks.region }] : [],
          serviceAccount: account("external-dns", context.roleArn("external-dns")),
          resources: resources("50m", "128Mi"),
          serviceMonitor: { enabled: context.monitored },
        }),
      },
    ],
  },
} satisfies Partial<Record<PlatformServiceName, PlatformService>>;
