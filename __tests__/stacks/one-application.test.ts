import type { Platform } from "../../settings/schema";
import { onContainerApps, oneApplication } from "./one-application";
import { type PlatformView, views } from "./platform-views";
import type { StackJson } from "./synthesized";

/** One description of an application becomes the same on every platform. */

const { build } = oneApplication();

/** Where no check asks for a path, see the notes in unexpressed-settings.test.ts. */
const notAsked = undefined;
const health = { live: "/alive", ready: "/answers", startup: "/started" };

describe.each<[where: string, platform: Platform, view: PlatformView, change: string, own: object]>([
  // ECS has one check, that of the load balancer: a task that fails it is replaced, after a time for its start.
  ["ECS", "aws", views.ecs, "", { health: { ...health, live: notAsked, startup: notAsked } }],
  // Cloud Run asks nobody whether they are ready; the uptime check does, from outside.
  ["Cloud Run", "gcp", views.cloudRun, "", {}],
  // They do not scale: the fewest run. They know no check of the start: the others wait as long.
  [
    "Container Instances",
    "azure",
    views.containerInstances,
    "",
    { replicas: { min: 3, max: 3 }, health: { ...health, startup: notAsked } },
  ],
  ["Container Apps", "azure", views.containerApps, onContainerApps, {}],
  ["Kubernetes", "kubernetes", views.kubernetes, "", {}],
])("one application block on %s", (_, platform, view, change, own) => {
  let stack: StackJson;
  beforeAll(async () => {
    const built = await build(platform, change);
    expect(built.mistakes).toEqual([]);
    stack = JSON.parse(built.text);
  });

  test("gives the same port, image, size, replicas, health paths and environment", () => {
    const { environment, ...rest } = view.workload(stack);
    expect(rest).toEqual({
      image: "ghcr.io/example/one:1.2.3",
      port: 8123,
      cpu: 2,
      memoryMib: 4096,
      replicas: { min: 3, max: 7 },
      health,
      ...own,
    });
    expect(environment).toMatchObject({ LOG_LEVEL: "debug", GREETING: "hello" });
  });

  test.each([
    ["api_down", 2],
    ["database_connections", 6],
    ["error_rate", 3],
    ["disk_free", 12],
    ["memory", 83],
    ["latency_p95", 750],
    ["test_failures", 25],
    ["cpu", 77],
  ])("the alert %s is raised at %d", (alert, threshold) => {
    const found = view.thresholds(stack, alert);
    expect(found.length).toBeGreaterThan(0);
    for (const each of found) expect(each).toBeCloseTo(threshold, 5);
  });
});
