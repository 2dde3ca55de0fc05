import { type Change, oneApplication } from "../one-application";
import { resources, type StackJson } from "../synthesized";

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has as many shapes as there are resources.
type Body = any;

/** A component that clients reach on Kubernetes, next to one that none reaches. */

const { build } = oneApplication();
const size = { cpu: 2, memory_mib: 4096, replicas: { min: 1, max: 3 } };
const shop = {
  ...size,
  port: 9001,
  route: { paths: ["/shop/*", "/login"], health: { ready: { path: "/shop/answers" } } },
};
const rest = { ...size, route: { paths: ["/*"], host: "rest.example.com" } };
const mobile = { ...size, route: { paths: ["/v1/*"], host: "mobile.example.com" } };

async function stackOf(change: Change = {}): Promise<StackJson> {
  const application = { components: { shop, rest, mobile, worker: size } };
  const { text, mistakes } = await build("kubernetes", { application, ...change });
  expect(mistakes).toEqual([]);
  return JSON.parse(text);
}

const bodies = (stack: StackJson, type: string): Body[] => resources(stack, type).map(({ body }) => body);
const valuesOf = (stack: StackJson, key: string): Body =>
  bodies(stack, "helm_release")
    .map(({ values }) => JSON.parse(values[0]))
    .find((values) => key in values);

test("it has a Service, checks and an autoscaler of its own; a worker has no Service", async () => {
  const stack = await stackOf();
  const services = bodies(stack, "kubernetes_service_v1");
  expect(services.map(({ metadata }) => metadata.name).sort()).toEqual([
    "one-api",
    "one-mobile",
    "one-rest",
    "one-shop",
  ]);
  const deployment = bodies(stack, "kubernetes_deployment_v1").find(({ metadata }) => metadata.name === "one-shop");
  expect(deployment.spec.template.spec.container[0].readiness_probe.http_get.path).toBe("/shop/answers");
  const scaled = bodies(stack, "kubernetes_horizontal_pod_autoscaler_v2").map(({ spec }) => spec.scale_target_ref.name);
  expect(scaled).toContain("one-shop");
});

test("the gateway's pods reach its port", async () => {
  const policies = bodies(await stackOf(), "kubernetes_network_policy_v1");
  const gateway = policies.find(({ metadata }) => metadata.name === "allow-from-gateway");
  expect(gateway.spec.ingress[0].ports.map(({ port }: Body) => port).sort()).toEqual(["8000", "8123", "9001"]);
});

test("a host has a listener for HTTPS and one that redirects; the application answers there what is left", async () => {
  const { hosts, routes } = valuesOf(await stackOf(), "entry");
  expect(hosts).toEqual([
    { host: "rest.example.com", https: "https-1", http: "http-1", application: false },
    { host: "mobile.example.com", https: "https-2", http: "http-2", application: true },
  ]);
  expect(routes.map(({ name, host, listener }: Body) => [name, host, listener])).toEqual([
    ["one-shop-route", "one.example.com", "https"],
    ["one-rest-route", "rest.example.com", "https-1"],
    ["one-mobile-route", "mobile.example.com", "https-2"],
  ]);
});

test("being down is an alert of its own", async () => {
  const { rules } = valuesOf(await stackOf(), "rules");
  const down = rules.filter(({ alert }: Body) => alert === "ApiDown").map(({ expr }: Body) => expr);
  for (const name of ["one-api", "one-shop", "one-rest"])
    expect(down).toContainEqual(expect.stringContaining(`"${name}(`));
  expect(down).not.toContainEqual(expect.stringContaining("one-worker"));
});
