import { describeWith, helm } from "./support/go-tool";
import { Helm } from "./support/helm";
import { KubernetesStacks } from "./support/kubernetes-stacks";
import { RenderedObjects } from "./support/rendered-objects";

/** The figures of document 003 for the application and the ingress, in the objects that reach the cluster. */

describeWith([helm], "figures of the application", (program) => {
  const stacks = new KubernetesStacks();
  const objects = new RenderedObjects(stacks, new Helm(program));

  beforeAll(() => stacks.synthesize(), 120_000);
  afterAll(() => stacks.remove());

  test("the autoscaler runs 10 to 100 replicas for 70 % CPU, 80 % memory and 10 active requests", async () => {
    const { "ai-prism-api-hpa": autoscaler } = await objects.of("ai-prism-kubernetes-prod", "HorizontalPodAutoscaler");
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

  test("a client may send 1000 requests per minute, with Gateway API and with NGINX", async () => {
    const { "ai-prism-api": policy } = await objects.of("ai-prism-kubernetes-prod", "BackendTrafficPolicy");
    const [rule] = policy?.spec.rateLimit.global.rules ?? [];
    expect(rule).toEqual({
      clientSelectors: [{ sourceCIDR: { type: "Distinct", value: "0.0.0.0/0" } }],
      limit: { requests: 1000, unit: "Minute" },
    });
    const { "ai-prism-api": ingress } = await objects.of("ai-prism-kubernetes-prod (nginx)", "Ingress");
    expect(ingress?.metadata["annotations"]).toMatchObject({
      "nginx.ingress.kubernetes.io/limit-rpm": "1000",
      "cert-manager.io/cluster-issuer": "letsencrypt-prod",
    });
    expect(ingress?.spec.tls).toEqual([{ hosts: ["api.ai-prism.com"], secretName: "ai-prism-tls" }]);
  });

  test("outside EKS, TLS ends at the gateway with the certificate of letsencrypt-prod, and the canary uses its listener", async () => {
    const { "ai-prism-api": gateway } = await objects.of("ai-prism-kubernetes-prod (kubeconfig)", "Gateway");
    expect(gateway?.metadata["annotations"]).toEqual({ "cert-manager.io/cluster-issuer": "letsencrypt-prod" });
    const [listener] = gateway?.spec.listeners ?? [];
    expect(listener).toMatchObject({ name: "https", tls: { certificateRefs: [{ name: "ai-prism-tls" }] } });
    const { "ai-prism-api": canary } = await objects.of("ai-prism-kubernetes-prod (kubeconfig)", "Canary");
    expect(canary?.spec.service.gatewayRefs).toMatchObject([{ name: "ai-prism-api", sectionName: listener.name }]);
    expect(await objects.of("ai-prism-kubernetes-prod (kubeconfig)", "ClusterIssuer")).toHaveProperty([
      "letsencrypt-prod",
    ]);
  });
});
