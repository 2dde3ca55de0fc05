import { describeWith, helm } from "./support/go-tool";
import { Helm, objectsOf } from "./support/helm";
import type { Manifest } from "./support/kubernetes-manifests";
import { KubernetesStacks } from "./support/kubernetes-stacks";

/** The figures of seeds 003 and 002, in the objects that reach the cluster. */

const stacks = new KubernetesStacks();

describeWith([helm], "figures", (program) => {
  const rendered = new Map<string, Promise<Manifest[]>>();

  beforeAll(() => stacks.synthesize(), 120_000);
  afterAll(() => stacks.remove());

  /** The objects of a kind, by name. */
  async function objects(stack: string, kind: string): Promise<Record<string, Manifest>> {
    if (!rendered.has(stack)) rendered.set(stack, objectsOf(stacks.of(stack), new Helm(program)));
    const found = ((await rendered.get(stack)) ?? []).filter((object) => object.kind === kind);
    return Object.fromEntries(found.map((object) => [object.metadata.name, object]));
  }

  test("the API asks for half of what it may use, and is checked as it starts, lives and gets ready", async () => {
    const { "ai-prism-api": api } = await objects("kubernetes-prod", "Deployment");
    const { template, strategy } = api?.spec ?? {};
    expect(strategy.rollingUpdate).toEqual({ maxUnavailable: "25%", maxSurge: "25%" });
    expect(template.spec).toMatchObject({
      automountServiceAccountToken: false,
      nodeSelector: { tier: "api" },
      tolerations: [{ key: "tier", operator: "Equal", value: "api", effect: "NoSchedule" }],
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10001,
        fsGroup: 10001,
        seccompProfile: { type: "RuntimeDefault" },
      },
    });
    const [container] = template.spec.containers;
    const probe = (path: string, initialDelaySeconds: number, periodSeconds: number, timeoutSeconds: number) => ({
      httpGet: { path },
      initialDelaySeconds,
      periodSeconds,
      timeoutSeconds,
    });
    expect(container).toMatchObject({
      resources: {
        requests: { cpu: "500m", memory: "1Gi", "ephemeral-storage": "500Mi" },
        limits: { cpu: "1", memory: "2Gi", "ephemeral-storage": "1Gi" },
      },
      livenessProbe: { ...probe("/health/live", 30, 10, 5), failureThreshold: 3 },
      readinessProbe: { ...probe("/health/ready", 5, 5, 3), failureThreshold: 3 },
      startupProbe: { ...probe("/health/startup", 10, 10, 5), failureThreshold: 30 },
      securityContext: {
        // Said at the container, too: the provider writes the contrary where it is unset, and no pod would start.
        runAsNonRoot: true,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
    });
  });

  test("10 to 100 replicas hold 70 % of CPU, 80 % of memory and 10 active requests", async () => {
    const { "ai-prism-api-hpa": autoscaler } = await objects("kubernetes-prod", "HorizontalPodAutoscaler");
    expect(autoscaler?.spec).toMatchObject({
      minReplicas: 10,
      maxReplicas: 100,
      metrics: [
        { resource: { name: "cpu", target: { averageUtilization: 70 } } },
        { resource: { name: "memory", target: { averageUtilization: 80 } } },
        { pods: { metric: { name: "active_requests" }, target: { averageValue: "10" } } },
      ],
    });
  });

  test("a client gets 1000 requests a minute through, by Gateway API as by NGINX", async () => {
    const { "ai-prism-api": policy } = await objects("kubernetes-prod", "BackendTrafficPolicy");
    const [rule] = policy?.spec.rateLimit.global.rules ?? [];
    expect(rule).toEqual({
      clientSelectors: [{ sourceCIDR: { type: "Distinct", value: "0.0.0.0/0" } }],
      limit: { requests: 1000, unit: "Minute" },
    });
    const { "ai-prism-api": ingress } = await objects("kubernetes-prod (nginx)", "Ingress");
    expect(ingress?.metadata["annotations"]).toMatchObject({
      "nginx.ingress.kubernetes.io/limit-rpm": "1000",
      "cert-manager.io/cluster-issuer": "letsencrypt-prod",
    });
    expect(ingress?.spec.tls).toEqual([{ hosts: ["api.ai-prism.com"], secretName: "ai-prism-tls" }]);
  });

  test("outside EKS the gateway ends TLS with the certificate of letsencrypt-prod, and the canary's route is there", async () => {
    const { "ai-prism-api": gateway } = await objects("kubernetes-prod (kubeconfig)", "Gateway");
    expect(gateway?.metadata["annotations"]).toEqual({ "cert-manager.io/cluster-issuer": "letsencrypt-prod" });
    const [listener] = gateway?.spec.listeners ?? [];
    expect(listener).toMatchObject({ name: "https", tls: { certificateRefs: [{ name: "ai-prism-tls" }] } });
    const { "ai-prism-api": canary } = await objects("kubernetes-prod (kubeconfig)", "Canary");
    expect(canary?.spec.service.gatewayRefs).toMatchObject([{ name: "ai-prism-api", sectionName: listener.name }]);
    expect(await objects("kubernetes-prod (kubeconfig)", "ClusterIssuer")).toHaveProperty(["letsencrypt-prod"]);
  });

  test("the canary goes in steps of 10 to 50 % each minute, and back after 5 failed checks", async () => {
    const { "ai-prism-api": canary } = await objects("kubernetes-prod", "Canary");
    expect(canary?.spec).toMatchObject({
      progressDeadlineSeconds: 600,
      analysis: {
        interval: "1m",
        threshold: 5,
        maxWeight: 50,
        stepWeight: 10,
        metrics: [
          { name: "request-success-rate", interval: "1m", thresholdRange: { min: 99 } },
          { name: "request-duration", interval: "30s", thresholdRange: { max: 500 } },
          { name: "cpu-usage", interval: "1m", thresholdRange: { max: 90 } },
        ],
        webhooks: [
          { type: "pre-rollout", timeout: "30s", url: expect.stringMatching(/^http:\/\/[a-z-]+\.test\//) },
          { type: "rollout", timeout: "5s", url: expect.stringMatching(/^http:\/\/[a-z-]+\.test\//) },
        ],
      },
    });
    const template = canary?.spec.analysis.metrics[2].templateRef.name;
    expect(await objects("kubernetes-prod", "MetricTemplate")).toHaveProperty([template]);
    expect(await objects("kubernetes-prod", "HorizontalPodAutoscaler")).toHaveProperty([
      canary?.spec.autoscalerRef.name,
    ]);
  });

  test("Argo CD prunes, heals, never empties, and tries five times", async () => {
    const { "ai-prism-test": application } = await objects("kubernetes-test", "Application");
    expect(application?.spec).toMatchObject({
      project: "ai-prism",
      source: { path: "environments/test" },
      syncPolicy: {
        automated: { prune: true, selfHeal: true, allowEmpty: false },
        syncOptions: expect.arrayContaining(["CreateNamespace=true", "PrunePropagationPolicy=foreground"]),
        retry: { limit: 5, backoff: { duration: "5s", factor: 2, maxDuration: "3m" } },
      },
    });
    expect(await objects("kubernetes-test", "AppProject")).toHaveProperty(["ai-prism"]);
    // Argo CD owns the Deployment, so Terraform has none.
    expect(Object.keys(await objects("kubernetes-test", "Deployment"))).not.toContain("ai-prism-api");
  });

  test("credentials are read anew each hour, API keys every six", async () => {
    const secrets = await objects("kubernetes-prod", "ExternalSecret");
    const refreshed = Object.entries(secrets).map(([name, { apiVersion, spec }]) => [
      name,
      [apiVersion, spec.refreshInterval],
    ]);
    expect(Object.fromEntries(refreshed)).toEqual({
      "postgres-credentials": ["external-secrets.io/v1", "1h"],
      "redis-credentials": ["external-secrets.io/v1", "1h"],
      "api-keys": ["external-secrets.io/v1", "6h"],
    });
    const postgres = secrets["postgres-credentials"]?.spec;
    expect(postgres.target).toMatchObject({ creationPolicy: "Owner", deletionPolicy: "Delete" });
    const keys = postgres.data.map(({ secretKey }: { secretKey: string }) => secretKey);
    expect(keys.sort()).toEqual(["host", "password", "username"]);
  });

  test("Prometheus asks every 30 s, and alerts at 1 % of errors and at a p95 of 0.5 s", async () => {
    const { "ai-prism-api": monitor } = await objects("kubernetes-prod", "ServiceMonitor");
    expect(monitor?.spec.endpoints).toMatchObject([{ port: "metrics", interval: "30s" }]);
    const rules = Object.values(await objects("kubernetes-prod", "PrometheusRule"))
      .flatMap(({ spec }) => spec.groups)
      .flatMap((group) => group.rules);
    const rule = (name: string) => rules.find(({ alert }) => alert === name);
    expect(rule("HighErrorRate")).toMatchObject({
      expr: expect.stringMatching(/^100 \* .*\[300s\].* > 1$/),
      labels: { severity: "critical" },
    });
    expect(rule("HighLatency")).toMatchObject({
      expr: expect.stringMatching(/^1000 \* histogram_quantile\(0\.95, .* > 500$/),
      labels: { severity: "warning" },
    });
    const dashboards = Object.values(await objects("kubernetes-prod", "ConfigMap")).filter(
      ({ metadata }) => (metadata["labels"] as Record<string, string>)["grafana_dashboard"],
    );
    expect(dashboards.map(({ metadata }) => metadata.name).sort()).toEqual([
      "dashboard-application",
      "dashboard-business",
      "dashboard-infrastructure",
      "dashboard-sla",
    ]);
  });
});
