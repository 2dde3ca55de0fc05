import { HorizontalPodAutoscalerV2 } from "@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2";
import { synthApi } from "./service-fixture";

describe("Autoscaler", () => {
  const { metadata, spec } = synthApi().one(HorizontalPodAutoscalerV2);

  test("it keeps CPU, memory and the application's own metric per pod at their targets (document 003)", () => {
    expect(metadata.name).toBe("ai-prism-api-hpa");
    expect(spec).toMatchObject({
      scale_target_ref: { api_version: "apps/v1", kind: "Deployment", name: "ai-prism-api" },
      min_replicas: 10,
      max_replicas: 100,
      metric: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", average_utilization: 70 } } },
        { type: "Resource", resource: { name: "memory", target: { type: "Utilization", average_utilization: 80 } } },
        {
          type: "Pods",
          pods: { metric: { name: "active_requests" }, target: { type: "AverageValue", average_value: "10" } },
        },
      ],
    });
  });

  test("it adds replicas quickly and removes them slowly (document 003)", () => {
    expect(spec.behavior).toEqual({
      scale_down: [
        {
          stabilization_window_seconds: 300,
          select_policy: "Min",
          policy: [
            { type: "Percent", value: 10, period_seconds: 60 },
            { type: "Pods", value: 2, period_seconds: 60 },
          ],
        },
      ],
      scale_up: [
        {
          stabilization_window_seconds: 60,
          select_policy: "Max",
          policy: [
            { type: "Percent", value: 50, period_seconds: 60 },
            { type: "Pods", value: 5, period_seconds: 60 },
          ],
        },
      ],
    });
  });

  test("a target for requests per replica is refused, because Kubernetes does not count requests", () => {
    const targets = { cpuPercent: 70, memoryPercent: 80, requestsPerReplica: 1000 };
    expect(() => synthApi({ targets })).toThrow(/targets\.requestsPerReplica: .*expected targets\.custom .*found 1000/);
  });
});
