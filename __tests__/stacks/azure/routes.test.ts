import { type Change, onContainerApps, oneApplication } from "../one-application";
import { resources, type StackJson } from "../synthesized";

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has as many shapes as there are resources.
type Body = any;

/** A component that clients reach on Azure, next to one that none reaches. */

const { build } = oneApplication();
const size = { cpu: 2, memory_mib: 4096, replicas: { min: 1, max: 3 } };
const shop = {
  ...size,
  port: 9001,
  targets: { requests_per_replica: 600 },
  route: { paths: ["/shop/*"], health: { ready: { path: "/shop/answers" } } },
};
const rest = { ...size, image: "ghcr.io/example/rest:4", route: { paths: ["/*"], host: "rest.example.com" } };
const components = { shop, rest, worker: size };

async function stackOf(change: Change = {}): Promise<StackJson> {
  const { text, mistakes } = await build("azure", { application: { components }, ...change });
  expect(mistakes).toEqual([]);
  return JSON.parse(text);
}

const bodies = (stack: StackJson, type: string): Body[] => resources(stack, type).map(({ body }) => body);

describe.each<[string, Change]>([
  ["Container Instances", {}],
  ["Container Apps", onContainerApps],
])("on %s", (_, change) => {
  let stack: StackJson;
  beforeAll(async () => {
    stack = await stackOf(change);
  });

  test("each has a pool of its own, whose readiness is its own", () => {
    const [gateway] = bodies(stack, "azurerm_application_gateway");
    expect(gateway.backend_address_pool.map(({ name }: Body) => name)).toEqual([
      "service",
      "component-shop",
      "component-rest",
    ]);
    expect(gateway.probe.map(({ name, path }: Body) => [name, path])).toEqual([
      ["ready", "/answers"],
      ["ready-shop", "/shop/answers"],
      ["ready-rest", "/health/ready"],
    ]);
    for (const { name, probe_name: probe } of gateway.backend_http_settings) {
      expect(probe).toBe(name === "service" ? "ready" : name.replace("component", "ready"));
    }
  });

  test("each is down by itself, not by the mean of all", () => {
    const alerts = bodies(stack, "azurerm_monitor_metric_alert").filter(
      ({ criteria }) => criteria?.[0]?.metric_name === "HealthyHostCount",
    );
    const pools = alerts.map(({ criteria: [{ dimension }] }) => dimension.flatMap(({ values }: Body) => values)[0]);
    expect(pools.sort()).toEqual(["component-rest~component-rest", "component-shop~component-shop", "service~service"]);
  });

  test("a host is a listener before that of all others", () => {
    const [gateway] = bodies(stack, "azurerm_application_gateway");
    const rules = gateway.request_routing_rule.map(({ name, rule_type, priority }: Body) => [
      name,
      rule_type,
      priority,
    ]);
    expect(rules).toEqual([
      ["https-1", "Basic", 1],
      ["https", "PathBasedRouting", 100],
      ["http", "Basic", 200],
    ]);
  });
});

test("on Container Instances, only the gateway reaches its port; each rule has a number of its own", async () => {
  const rules = bodies(await stackOf(), "azurerm_network_security_rule").filter(({ name }) =>
    /-from-gateway$/.test(name),
  );
  expect(rules.map(({ name, destination_port_range: port }) => `${name} ${port}`).sort()).toEqual([
    "api-from-gateway 8123",
    "rest-from-gateway 8000",
    "shop-from-gateway 9001",
  ]);
  const priorities = rules.map(({ priority }) => priority);
  expect(new Set(priorities).size).toBe(3);
  for (const priority of priorities) expect(priority).toBeGreaterThanOrEqual(200);
});

test("on Container Apps, it scales by its own requests", async () => {
  const apps = bodies(await stackOf(onContainerApps), "azurerm_container_app");
  const app = apps.find(({ name }) => name.endsWith("shop"));
  expect(app.template.http_scale_rule).toEqual([{ name: "requests", concurrent_requests: "10" }]);
  expect(app.ingress.target_port).toBe(9001);
  expect(apps.find(({ name }) => name.endsWith("worker")).ingress).toBeUndefined();
});

test("with blue/green, one with an image of its own is released by itself", async () => {
  const { variable } = await stackOf({ azure: { service: { blue_green: true } } });
  expect(Object.keys(variable ?? {}).sort()).toEqual([
    "green_image",
    "green_percent",
    "image",
    "rest_green_image",
    "rest_green_percent",
    "rest_image",
  ]);
});

test("a host has a record in the zone", async () => {
  const dns_zone = { name: "example.com", resource_group: "dns" };
  const records = bodies(await stackOf({ azure: { load_balancer: { dns_zone } } }), "azurerm_dns_a_record");
  expect(records.map(({ name }) => name).sort()).toEqual(["one", "rest"]);
});
