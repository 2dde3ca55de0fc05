import { ProgressiveDelivery } from "../../../../modules/kubernetes/delivery/progressive-delivery";
import { synthesized } from "../../../synthesized";
import { releaseValues } from "../charts/release-values";
import { names, namespace } from "../containers/service-fixture";

const values = () =>
  releaseValues(
    synthesized((scope) => {
      new ProgressiveDelivery(scope, "delivery", {
        names,
        namespace,
        deploymentName: "ai-prism-api",
        autoscalerName: "ai-prism-api-hpa",
        port: 8080,
        gateway: { name: "ai-prism-gateway", namespace, listener: "https" },
        hosts: ["api.ai-prism.com"],
        healthPath: "/health/ready",
        prometheusUrl: "http://prometheus.monitoring:9090",
      });
    }),
  );

describe("ProgressiveDelivery", () => {
  test("Flagger gets the Deployment, its autoscaler, and the gateway of its requests", () => {
    expect(values()).toMatchObject({
      name: "ai-prism-api",
      autoscaler: "ai-prism-api-hpa",
      port: 8080,
      gateway: { name: "ai-prism-gateway", namespace: "ai-prism-prod", listener: "https" },
      hosts: ["api.ai-prism.com"],
    });
  });

  test("the load tester is in the namespace test (document 003)", () => {
    expect(values().loadTester).toBe("http://flagger-loadtester.test/");
  });
});
