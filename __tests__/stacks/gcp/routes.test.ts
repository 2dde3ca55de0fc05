import { type Change, oneApplication } from "../one-application";
import { resources, type StackJson } from "../synthesized";

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has as many shapes as there are resources.
type Body = any;

/** A component that clients reach on Cloud Run, next to one that none reaches. */

const { build } = oneApplication();
const size = { cpu: 2, memory_mib: 4096 };
const shop = {
  ...size,
  port: 9001,
  replicas: { min: 2, max: 5 },
  route: {
    paths: ["/shop/*"],
    health: { live: { path: "/shop/alive" }, startup: { path: "/shop/started", failures: 7 } },
  },
};
const rest = { ...size, route: { paths: ["/*"], host: "rest.example.com" } };

async function stackOf(change: Change = {}): Promise<StackJson> {
  const { text, mistakes } = await build("gcp", {
    application: { components: { shop, rest, worker: size } },
    ...change,
  });
  expect(mistakes).toEqual([]);
  return JSON.parse(text);
}

const bodies = (stack: StackJson, type: string): Body[] => resources(stack, type).map(({ body }) => body);
const names = (stack: StackJson, type: string, key = "name"): string[] =>
  bodies(stack, type)
    .map((body) => body[key])
    .sort();

test("it is a service with its own port, checks and replicas, reached through the load balancer; a worker is none", async () => {
  const stack = await stackOf();
  expect(names(stack, "google_cloud_run_v2_service")).toEqual(["one-dev-api", "one-dev-rest", "one-dev-shop"]);
  expect(names(stack, "google_cloud_run_v2_worker_pool")).toEqual(["one-dev-worker"]);
  const service = bodies(stack, "google_cloud_run_v2_service").find(({ name }) => name === "one-dev-shop");
  const { containers, scaling } = service.template;
  expect(service.ingress).toBe("INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER");
  expect(scaling).toEqual({ min_instance_count: 2, max_instance_count: 5 });
  expect(containers[0].ports.container_port).toBe(9001);
  expect(containers[0].liveness_probe.http_get).toEqual({ path: "/shop/alive", port: 9001 });
  expect(containers[0].startup_probe.http_get).toEqual({ path: "/shop/started", port: 9001 });
});

test("its requests are filtered and recorded as the application's are", async () => {
  const backends = bodies(await stackOf(), "google_compute_backend_service");
  expect(backends.map(({ name }) => name).sort()).toEqual(["one-dev", "one-dev-rest", "one-dev-shop"]);
  for (const { security_policy, log_config } of backends) {
    expect(security_policy).toMatch(/google_compute_security_policy/);
    expect(log_config).toEqual({ enable: true, sample_rate: 1 });
  }
});

test("where people sign in, they sign in for it too", async () => {
  const stack = await stackOf({ gcp: { load_balancer: { iap_members: ["group:team@example.com"] } } });
  for (const { iap } of bodies(stack, "google_compute_backend_service")) expect(iap).toEqual({ enabled: true });
  expect(bodies(stack, "google_iap_web_backend_service_iam_member")).toHaveLength(3);
  for (const service of bodies(stack, "google_cloud_run_v2_service")) expect(service.invoker_iam_disabled).toBe(false);
});

test("it has alerts of its own, also for being down, and a line on the dashboard", async () => {
  const stack = await stackOf();
  const alerts = names(stack, "google_monitoring_alert_policy", "display_name");
  for (const alert of ["api-down-shop", "api-down-rest", "cpu-shop", "memory-shop"]) {
    expect(alerts).toContainEqual(expect.stringContaining(alert));
  }
  expect(alerts).not.toContainEqual(expect.stringContaining("api-down-worker"));
  const dashboards = names(stack, "google_monitoring_dashboard", "dashboard_json").join();
  expect(dashboards).toContain("${google_cloud_run_v2_service.shop_service_");
});

test("a host has a certificate, and a record where there is a zone", async () => {
  const stack = await stackOf({ gcp: { load_balancer: { dns_zone: "example" } } });
  const domains = bodies(stack, "google_certificate_manager_certificate").flatMap(({ managed }) => managed.domains);
  expect(domains.sort()).toEqual(["one.example.com", "rest.example.com"]);
  const records = names(stack, "google_dns_record_set").filter((name) => !name.includes("$"));
  expect(records).toEqual(["one.example.com.", "rest.example.com."]);
});

test("a share of its requests stays with the previous revision", async () => {
  const { variable, output } = await stackOf();
  expect(Object.keys(variable ?? {})).toEqual(
    expect.arrayContaining(["shop_previous_revision", "shop_previous_percent", "rest_previous_revision"]),
  );
  expect(Object.keys(output?.["component_revisions"]?.["value"] ?? {})).toEqual(["rest", "shop"]);
});
