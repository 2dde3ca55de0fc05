import { CronJobV1 } from "@cdktf/provider-kubernetes/lib/cron-job-v1";
import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { apiService } from "../containers/service-fixture";
import { metadata, mistakes } from "./consistency-fixture";

describe("requests over limits", () => {
  test("of a service", () => {
    const found = mistakes((stack) => apiService(stack, { requests: { cpu: 2, memoryMib: 3000, ephemeralMib: 2048 } }));
    expect(found).toEqual([
      'stack/api/pods/deployment (ai-prism-api): container "api": requests.cpu: expected at most the limit 1, found 2',
      expect.stringContaining("requests.memory: expected at most the limit 2Gi, found 3000Mi"),
      expect.stringContaining("requests.ephemeral-storage: expected at most the limit 1Gi, found 2Gi"),
    ]);
  });

  test("of a job, and of a namespace's defaults", () => {
    const resources = { requests: { cpu: "1500m" }, limits: { cpu: "1" } };
    const spec = { restartPolicy: "Never", container: [{ name: "report", resources }] };
    const found = mistakes((stack) => {
      new CronJobV1(stack, "job", {
        metadata: metadata("report"),
        spec: { schedule: "@daily", jobTemplate: { metadata: {}, spec: { template: { metadata: {}, spec } } } },
      });
      const limit = [{ type: "Container", default: { memory: "1Gi" }, defaultRequest: { memory: "2Gi" } }];
      new LimitRangeV1(stack, "range", { metadata: metadata("range"), spec: { limit } });
    });
    expect(found).toEqual([
      expect.stringContaining('container "report": requests.cpu: expected at most the limit 1, found 1500m'),
      expect.stringContaining("spec.limit.default_request.memory: expected at most the limit 1Gi, found 2Gi"),
    ]);
  });
});

describe("a budget that blocks every drain", () => {
  const budget = (spec: { minAvailable?: string; maxUnavailable?: string }, min = 10) =>
    mistakes((stack) => {
      apiService(stack, { replicas: { min, max: 100 } });
      const selector = { matchLabels: { "app.kubernetes.io/name": "ai-prism-api" } };
      new PodDisruptionBudgetV1(stack, "budget", { metadata: metadata("own"), spec: { ...spec, selector } });
    });

  test.each([
    [{ maxUnavailable: "0" }, 10],
    [{ maxUnavailable: "0%" }, 10],
    [{ minAvailable: "100%" }, 10],
    [{ minAvailable: "10" }, 10],
    // Half of one replica is rounded up to one.
    [{ minAvailable: "50%" }, 1],
  ])("%p of %d replicas", (spec, min) => {
    expect(budget(spec, min)).toEqual([
      expect.stringMatching(/\(own\): spec\.m.*: expected (more|less) than .*, found/),
    ]);
  });

  test.each([
    [{ maxUnavailable: "1" }, 1],
    [{ minAvailable: "9" }, 10],
    [{ minAvailable: "50%" }, 2],
  ])("%p of %d replicas does not", (spec, min) => {
    expect(budget(spec, min)).toEqual([]);
  });
});
