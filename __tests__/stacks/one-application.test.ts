import type { Platform } from "../../settings/schema";
import { alerts } from "../../settings/schema/alerts";
import { type Change, onContainerApps, oneApplication } from "./one-application";
import { type PlatformView, views } from "./platform-views";
import type { StackJson } from "./synthesized";

/** One description of an application becomes the same on every platform. */

const { build, load } = oneApplication();

/** Where a platform has no such check, docs/clouds.md says what it does instead. */
const noCheck = undefined;
/** As one-application.ts sets them; an alert that is missing there fails. */
const thresholds: Readonly<Record<string, number>> = {
  api_down: 2,
  database_connections: 6,
  error_rate: 3,
  disk_free: 12,
  memory: 83,
  latency_p95: 750,
  cpu: 77,
};
const health = { live: "/alive", ready: "/answers", startup: "/started" };

describe.each<[where: string, platform: Platform, view: PlatformView, change: Change, own: object]>([
  // ECS has only the load balancer's check: a task that fails it is replaced, once it has had time to start.
  ["ECS", "aws", views.ecs, {}, { health: { ...health, live: noCheck, startup: noCheck } }],
  // Cloud Run has no readiness check; the uptime check calls the path from outside.
  ["Cloud Run", "gcp", views.cloudRun, {}, {}],
  // Container Instances do not scale: the least replicas run. They have no startup check: the others wait as long.
  [
    "Container Instances",
    "azure",
    views.containerInstances,
    {},
    { replicas: { min: 3, max: 3 }, health: { ...health, startup: noCheck } },
  ],
  ["Container Apps", "azure", views.containerApps, onContainerApps, {}],
  ["Kubernetes", "kubernetes", views.kubernetes, {}, {}],
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

  test.each(Object.keys(alerts.unwrap().shape))("the alert %s is raised at the threshold of the settings", (alert) => {
    const found = view.thresholds(stack, alert);
    expect(found.length).toBeGreaterThan(0);
    const threshold = thresholds[alert];
    if (threshold === undefined)
      throw new Error(`add ${alert} to the alerts of one-application.ts, and its threshold here`);
    for (const each of found) expect(each).toBeCloseTo(threshold, 5);
  });

  test("the application's own alert is raised at its threshold", () => {
    expect(view.thresholds(stack, "order_failures")).toEqual([25]);
  });

  test("without business_metrics there is neither that alert nor a business dashboard", async () => {
    const text = JSON.stringify(stack);
    expect(text).toMatch(/business/i);
    expect(text).toMatch(/orders_failed_total/);
    const { text: plain, mistakes } = await build(platform, { ...change, business_metrics: null });
    expect(mistakes).toEqual([]);
    expect(view.thresholds(JSON.parse(plain), "order_failures")).toEqual([]);
    expect(plain).not.toMatch(/business|orders|order.failures/i);
  });
});

test("Azure takes the time of the application's own alert from its few windows, with file and key of a wrong one", () => {
  const result = load("azure", { business_metrics: { alert: { for_seconds: 120 } } });
  expect("error" in result && result.error.mistakes.map(({ path }) => path)).toEqual([
    "business_metrics.alert.for_seconds",
  ]);
});
