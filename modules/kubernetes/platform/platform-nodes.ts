import { Fn } from "cdktf";
import {
  account,
  disruptionBudget,
  type PlatformService,
  type PlatformServiceName,
  resources,
} from "./platform-service";

/** The version of the autoscaler for each Kubernetes version, whose scheduler it simulates. */
const autoscalers = {
  "1.31": "v1.31.5",
  "1.32": "v1.32.7",
  "1.33": "v1.33.6",
  "1.34": "v1.34.5",
  "1.35": "v1.35.2",
  "1.36": "v1.36.1",
};
const newestAutoscaler = "v1.36.1";

/** Services that add and remove nodes, measure them, and make their GPUs available. */
export const nodes = {
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
          // The label of GPU nodes in `aws-eks` (document 003). With it no service is needed that detects them.
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
} satisfies Partial<Record<PlatformServiceName, PlatformService>>;
