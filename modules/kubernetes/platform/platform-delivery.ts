import {
  account,
  disruptionBudget,
  type PlatformService,
  type PlatformServiceName,
  prometheusUrl,
  resources,
} from "./platform-service";

/** Services for requests and new builds: gateways, service mesh, GitOps and canaries. */
export const delivery = {
  "envoy-gateway": {
    releases: [
      { name: "rate-limit-store", namespace: "envoy-gateway-system", values: () => ({}) },
      {
        name: "envoy-gateway",
        chart: "gateway-helm",
        repository: "oci://docker.io/envoyproxy",
        version: "v1.9.0",
        namespace: "envoy-gateway-system",
        // The chart includes its CRDs and those of the Gateway API.
        values: (context) => ({
          deployment: {
            replicas: context.replicas,
            envoyGateway: { resources: resources("100m", "512Mi") },
          },
          podDisruptionBudget: context.replicas > 1 ? { minAvailable: 1 } : {},
          // A limit for each client needs one counter for all copies of Envoy.
          config: {
            envoyGateway: {
              rateLimit: {
                backend: { type: "Redis", redis: { url: "rate-limit-store.envoy-gateway-system.svc:6379" } },
              },
            },
          },
        }),
      },
    ],
  },
  "ingress-nginx": {
    releases: [
      {
        // Retired in March 2026: it gets no more fixes. For applications that cannot use the Gateway API yet.
        name: "ingress-nginx",
        repository: "https://kubernetes.github.io/ingress-nginx",
        version: "4.15.1",
        namespace: "ingress-nginx",
        values: ({ replicas, monitored }) => ({
          controller: {
            replicaCount: replicas,
            config: { "ssl-protocols": "TLSv1.2 TLSv1.3" },
            resources: resources("100m", "512Mi"),
            metrics: { enabled: monitored, serviceMonitor: { enabled: monitored } },
          },
        }),
      },
    ],
  },
  istio: {
    releases: [
      {
        name: "istio-base",
        chart: "base",
        repository: "https://istio-release.storage.googleapis.com/charts",
        version: "1.30.3",
        namespace: "istio-system",
        values: () => ({}),
      },
      {
        name: "istiod",
        repository: "https://istio-release.storage.googleapis.com/charts",
        version: "1.30.3",
        namespace: "istio-system",
        values: ({ replicas }) => ({
          autoscaleMin: replicas,
          resources: resources("500m", "2Gi"),
        }),
      },
    ],
  },
  "argo-cd": {
    releases: [
      {
        name: "argo-cd",
        repository: "https://argoproj.github.io/argo-helm",
        version: "10.1.1",
        namespace: "argocd",
        values: (context) => {
          const { replicas, monitored } = context;
          const metrics = { enabled: monitored, serviceMonitor: { enabled: monitored } };
          const scaled = { replicas, pdb: disruptionBudget(context), metrics };
          return {
            // For single sign-on, configure an identity provider in the values of the settings.
            dex: { enabled: false },
            controller: { metrics, resources: resources("250m", "2Gi") },
            server: { ...scaled, resources: resources("50m", "256Mi") },
            repoServer: {
              ...scaled,
              serviceAccount: account("argocd-repo-server", context.roleArn("argo-cd")),
              resources: resources("100m", "1Gi"),
            },
            applicationSet: { replicas, pdb: disruptionBudget(context), metrics, resources: resources("50m", "256Mi") },
            redis: { resources: resources("50m", "256Mi") },
            notifications: { metrics, resources: resources("25m", "128Mi") },
          };
        },
      },
    ],
  },
  flagger: {
    needs: ["kube-prometheus-stack"],
    after: ["envoy-gateway"],
    releases: [
      {
        // The webhooks of document 003 use it in the namespace `test`.
        name: "flagger-loadtester",
        chart: "loadtester",
        repository: "https://flagger.app",
        version: "0.38.0",
        namespace: "test",
        values: () => ({
          fullnameOverride: "flagger-loadtester",
          cmd: { timeout: "1h" },
          securityContext: { enabled: true },
          resources: resources("100m", "128Mi"),
        }),
      },
      {
        name: "flagger",
        repository: "https://flagger.app",
        version: "1.44.0",
        namespace: "flagger-system",
        values: (context) => ({
          meshProvider: "gatewayapi:v1",
          metricsServer: prometheusUrl,
          leaderElection: { enabled: context.replicas > 1, replicaCount: context.replicas },
          podDisruptionBudget: disruptionBudget(context),
          serviceMonitor: { enabled: context.monitored },
          resources: resources("50m", "128Mi"),
        }),
      },
    ],
  },
} satisfies Partial<Record<PlatformServiceName, PlatformService>>;
