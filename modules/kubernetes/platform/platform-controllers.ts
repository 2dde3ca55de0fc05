import {
  account,
  disruptionBudget,
  type PlatformService,
  type PlatformServiceName,
  resources,
} from "./platform-service";

/** Controllers that give applications addresses, certificates and secrets. */
export const controllers = {
  "aws-load-balancer-controller": {
    releases: [
      {
        name: "aws-load-balancer-controller",
        repository: "https://aws.github.io/eks-charts",
        version: "3.5.0",
        namespace: "kube-system",
        values: (context) => ({
          clusterName: context.clusterName,
          // Pods cannot read them from the instance metadata.
          region: context.eks?.region,
          vpcId: context.eks?.vpcId,
          serviceAccount: account("aws-load-balancer-controller", context.roleArn("aws-load-balancer-controller")),
          replicaCount: context.replicas,
          podDisruptionBudget: context.replicas > 1 ? { maxUnavailable: 1 } : {},
          // Terraform makes the load balancers; the controller only registers pods. While it is down, its webhook would block every new Service.
          enableServiceMutatorWebhook: false,
          // The same holds for the webhook of readiness gates: without the controller, pods start without a gate.
          podMutatorWebhookConfig: { failurePolicy: "Ignore" },
          createIngressClassResource: false,
          resources: resources("100m", "256Mi"),
          serviceMonitor: { enabled: context.monitored },
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
          // cert-manager does not start with this option if the Gateway API is missing.
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
          // Deletes the record of a deleted route, but only records that external-dns itself made.
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
