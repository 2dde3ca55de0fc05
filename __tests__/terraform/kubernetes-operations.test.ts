import { describeWith, helm } from "./support/go-tool";
import { Helm } from "./support/helm";
import { KubernetesStacks } from "./support/kubernetes-stacks";
import { RenderedObjects } from "./support/rendered-objects";

/** The figures of documents 003 and 002 for delivery, secrets and monitoring, in the objects that reach the cluster. */

describeWith([helm], "figures of operations", (program) => {
  const stacks = new KubernetesStacks();
  const objects = new RenderedObjects(stacks, new Helm(program));

  beforeAll(() => stacks.synthesize(), 120_000);
  afterAll(() => stacks.remove());

  test("the canary gets 10 % more each minute up to 50 %, and none after 5 failed checks", async () => {
    const { "ai-prism-api": canary } = await objects.of("ai-prism-kubernetes-prod", "Canary");
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
    expect(await objects.of("ai-prism-kubernetes-prod", "MetricTemplate")).toHaveProperty([template]);
    expect(await objects.of("ai-prism-kubernetes-prod", "HorizontalPodAutoscaler")).toHaveProperty([
      canary?.spec.autoscalerRef.name,
    ]);
  });

  test("Argo CD prunes, heals, never deletes everything, and retries five times", async () => {
    const { "ai-prism-test": application } = await objects.of("ai-prism-kubernetes-test", "Application");
    expect(application?.spec).toMatchObject({
      project: "ai-prism-test",
      source: { path: "environments/test" },
      syncPolicy: {
        automated: { prune: true, selfHeal: true, allowEmpty: false },
        syncOptions: expect.arrayContaining(["CreateNamespace=true", "PrunePropagationPolicy=foreground"]),
        retry: { limit: 5, backoff: { duration: "5s", factor: 2, maxDuration: "3m" } },
      },
    });
    expect(await objects.of("ai-prism-kubernetes-test", "AppProject")).toHaveProperty(["ai-prism-test"]);
    // Argo CD deploys the application, so Terraform has no Deployment.
    expect(await objects.of("ai-prism-kubernetes-test", "Deployment")).not.toHaveProperty(["ai-prism-api"]);
  });

  test("credentials are read every hour, API keys every six hours", async () => {
    const secrets = await objects.of("ai-prism-kubernetes-prod", "ExternalSecret");
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

  test("Prometheus scrapes every 30 s, and alerts over 1 % errors and over a p95 of 0.5 s", async () => {
    const { "ai-prism-api": monitor } = await objects.of("ai-prism-kubernetes-prod", "ServiceMonitor");
    expect(monitor?.spec.endpoints).toMatchObject([{ port: "metrics", interval: "30s" }]);
    const rules = Object.values(await objects.of("ai-prism-kubernetes-prod", "PrometheusRule"))
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
    const dashboards = Object.values(await objects.of("ai-prism-kubernetes-prod", "ConfigMap")).filter(
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
