import {
  ProgressiveDelivery,
  type ProgressiveDeliveryProps,
} from "../../../../modules/kubernetes/delivery/progressive-delivery";
import { names, namespace } from "../containers/workload-fixture";
import { releaseValues } from "../platform/release-values";

const values = (props: Partial<ProgressiveDeliveryProps> = {}) =>
  releaseValues((scope) => {
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
      ...props,
    });
  });

describe("ProgressiveDelivery", () => {
  test("Flagger learns the Deployment, its autoscaler, and where its requests come from", () => {
    expect(values()).toMatchObject({
      name: "ai-prism-api",
      autoscaler: "ai-prism-api-hpa",
      port: 8080,
      gateway: { name: "ai-prism-gateway", namespace: "ai-prism-prod", listener: "https" },
      hosts: ["api.ai-prism.com"],
    });
  });

  test("the load tester is in the namespace test unless another is named", () => {
    expect(values().loadTester).toBe("http://flagger-loadtester.test/");
    expect(values({ loadTesterUrl: "http://load.tools/" }).loadTester).toBe("http://load.tools/");
  });
});
