import { type Change, oneApplication } from "../one-application";
import { resources, type StackJson } from "../synthesized";

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has as many shapes as there are resources.
type Body = any;

/** A component that clients reach on ECS, next to one that none reaches. */

const { build } = oneApplication();
const size = { cpu: 2, memory_mib: 4096 };
const shop = { ...size, port: 9001, route: { paths: ["/shop/*", "/login"] }, targets: { requests_per_replica: 600 } };
const rest = { ...size, image: "ghcr.io/example/rest:4", route: { paths: ["/*"], host: "rest.example.com" } };

async function stackOf(change: Change): Promise<StackJson> {
  const { text, mistakes } = await build("aws", change);
  expect(mistakes).toEqual([]);
  return JSON.parse(text);
}

const bodies = (stack: StackJson, type: string): Body[] => resources(stack, type).map(({ body }) => body);
const names = (stack: StackJson, type: string, key = "name"): string[] =>
  bodies(stack, type)
    .map((body) => body[key])
    .sort();

describe("components with a route", () => {
  let stack: StackJson;
  beforeAll(async () => {
    stack = await stackOf({ application: { components: { shop, rest, worker: size } } });
  });

  test("have a target group each, whose port the load balancer alone reaches", () => {
    expect(names(stack, "aws_lb_target_group")).toEqual(["one-dev-api", "one-dev-rest", "one-dev-shop"]);
    const requests = bodies(stack, "aws_vpc_security_group_ingress_rule").filter(({ description }) =>
      /^Requests to/.test(description),
    );
    expect(requests.map(({ description, from_port }) => `${description}: ${from_port}`).sort()).toEqual([
      "Requests to api: 8123",
      "Requests to rest: 8000",
      "Requests to shop: 9001",
    ]);
    for (const { referenced_security_group_id: from } of requests) expect(from).toMatch(/load-balancer_security-group/);
  });

  test("scale by their own requests", () => {
    const requests = bodies(stack, "aws_appautoscaling_policy").filter(({ name }) => name.endsWith("-requests"));
    expect(requests.map(({ name }) => name)).toEqual(["one-dev-shop-requests"]);
    const { target_value, predefined_metric_specification: metric } =
      requests[0].target_tracking_scaling_policy_configuration;
    expect([target_value, metric.predefined_metric_type]).toEqual([600, "ALBRequestCountPerTarget"]);
    expect(metric.resource_label).toMatch(/shop_routing_blue_targets/);
  });

  test("have alarms that call people, and alarms that roll a deployment back", () => {
    const alarms = names(stack, "aws_cloudwatch_metric_alarm", "alarm_name");
    for (const name of ["shop", "rest"]) {
      expect(alarms).toEqual(expect.arrayContaining([`one-dev-api-down-${name}`, `one-dev-${name}-rollback-errors`]));
    }
    expect(alarms).not.toContain("one-dev-api-down-worker");
    expect(alarms).not.toContain("one-dev-worker-rollback-errors");
  });

  test("are on the dashboard with their requests and healthy replicas", () => {
    const [dashboard] = bodies(stack, "aws_cloudwatch_dashboard").filter((body) =>
      /application/.test(body.dashboard_name),
    );
    for (const name of ["shop", "rest"]) expect(dashboard.dashboard_body).toContain(`${name}_routing_blue_targets`);
  });

  test("the application's rule is the last, and comes after a number of a component's", () => {
    const rules = bodies(stack, "aws_lb_listener_rule");
    const last = rules.filter(({ priority }) => priority === 50_000);
    expect(last.map(({ condition }) => condition)).toEqual([[{ path_pattern: { values: ["/*"] } }]]);
    expect(rules).toHaveLength(4);
  });

  test("a path more leaves the number of the other rules as it is", async () => {
    const more = { ...shop, route: { paths: ["/cart", ...shop.route.paths] } };
    const changed = await stackOf({ application: { components: { shop: more, rest } } });
    const priorities = (one: StackJson) =>
      resources(one, "aws_lb_listener_rule").map(({ address, body }: Body) => `${address} ${body.priority}`);
    expect(priorities(changed)).toEqual(expect.arrayContaining(priorities(stack)));
  });

  test("a host has a record, and is a name of the certificate", () => {
    expect(bodies(stack, "aws_acm_certificate")[0].subject_alternative_names).toEqual(["rest.example.com"]);
    const aliases = bodies(stack, "aws_route53_record").filter(({ alias }) => alias);
    expect(aliases.map(({ name }) => name).sort()).toEqual(["one.example.com", "rest.example.com"]);
  });

  test("a host is a name of the CDN too", async () => {
    const { resource } = await stackOf({ application: { components: { rest } }, aws: { cdn: { enabled: true } } });
    const [distribution]: Body[] = Object.values(resource["aws_cloudfront_distribution"] ?? {});
    expect(distribution.aliases).toEqual(["one.example.com", "rest.example.com"]);
    const [certificate]: Body[] = Object.values(resource["aws_acm_certificate"] ?? {});
    expect(certificate.subject_alternative_names).toEqual(["origin.one.example.com", "rest.example.com"]);
  });
});

describe("with blue/green", () => {
  test("each has a green service; one with an image of its own is released by itself", async () => {
    const components = { shop, rest, worker: size };
    const stack = await stackOf({ application: { components }, aws: { service: { blue_green: true } } });
    expect(names(stack, "aws_ecs_service")).toEqual(
      ["api", "api-green", "rest", "rest-green", "shop", "shop-green", "worker"].map((name) => `one-dev-${name}`),
    );
    expect(Object.keys(stack.variable ?? {}).sort()).toEqual([
      "green_image",
      "green_percent",
      "image",
      "rest_green_image",
      "rest_green_percent",
      "rest_image",
    ]);
    expect(stack.variable?.["rest_green_image"]?.["default"]).toBe("ghcr.io/example/rest:4");
    const weights = bodies(stack, "aws_lb_listener_rule").map(
      ({ action: [{ forward }] }) => forward.target_group[1].weight,
    );
    expect(weights.sort()).toEqual([
      "${var.green_percent}",
      "${var.green_percent}",
      "${var.green_percent}",
      "${var.rest_green_percent}",
    ]);
  });
});

test("on EKS, where the cluster's gateway routes, the load balancer has record and certificate of a host", async () => {
  const { text, mistakes } = await build("aws-eks", {
    application: { components: { rest } },
    database: { version: "16.4", replicas: 1 },
  });
  expect(mistakes).toEqual([]);
  const stack: StackJson = JSON.parse(text);
  expect(bodies(stack, "aws_acm_certificate")[0].subject_alternative_names).toEqual(["rest.example.com"]);
  const aliases = bodies(stack, "aws_route53_record").filter(({ alias }) => alias);
  expect(aliases.map(({ name }) => name).sort()).toEqual(["one.example.com", "rest.example.com"]);
  expect(bodies(stack, "aws_lb_listener_rule").map(({ priority }) => priority)).toEqual([100]);
});
