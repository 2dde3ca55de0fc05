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

const releaseTarget = ({ output }: StackJson): Body => output?.["release_target"]?.["value"];
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
  const components = { shop, rest, worker: { ...size, queue: true } };
  const aws = { service: { blue_green: true, tasks: { migrate: { command: ["migrate"] } } } };
  let stack: StackJson;
  beforeAll(async () => {
    stack = await stackOf({ application: { components }, aws });
  });

  test("each has a green service; one with an image of its own is released by itself", () => {
    expect(names(stack, "aws_ecs_service")).toEqual(
      ["api", "api-green", "rest", "rest-green", "shop", "shop-green", "worker"].map((name) => `one-dev-${name}`),
    );
    const unit = ["image", "next_image", "next_percent", "live", "probe"];
    const minima = ["live_minimum", "next_minimum"];
    const expected = [...unit, ...minima, ...[...unit, ...minima].map((name) => `rest_${name}`)];
    expect(Object.keys(stack.variable ?? {}).sort()).toEqual(
      [...expected, ...minima.map((name) => `shop_${name}`)].sort(),
    );
    const kept: Body = stack.resource["terraform_data"];
    expect(kept.rest_next_image.triggers_replace).toEqual(["ghcr.io/example/rest:4"]);
    const percentages = (rules: Body[]) =>
      rules.map(
        ({ action: [{ forward }] }) => forward?.target_group[1].weight.match(/(\w*)next_percent/)?.[1] ?? "probe",
      );
    expect(percentages(bodies(stack, "aws_lb_listener_rule")).sort()).toEqual([
      ...["", "", ""],
      ...["probe", "probe", "probe", "probe"],
      "rest_",
    ]);
  });

  test("a probe reaches what the requests without its header reach, and no rule takes it before", () => {
    const rules = bodies(stack, "aws_lb_listener_rule");
    const isProbe = ({ condition }: Body) => condition.some((one: Body) => one.http_header);
    const without = ({ condition }: Body) => JSON.stringify(condition.filter((one: Body) => !one.http_header));
    const probes = rules.filter(isProbe);
    const plain = rules.filter((rule) => !isProbe(rule));
    expect(probes.map(without).sort()).toEqual(plain.map(without).sort());
    for (const probe of probes) {
      const own = plain.find((rule) => without(rule) === without(probe));
      const between = plain.filter(({ priority }) => priority > probe.priority && priority < own.priority);
      expect(probe.priority).toBeLessThan(own.priority);
      // Only the application's rule is the last: its probe may take nothing that a component's takes.
      if (own.priority === 50_000) expect(between).toEqual([]);
      else for (const { priority } of plain) expect(probe.priority).toBeLessThan(priority);
    }
    expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length);
  });

  test("the output release_target leads the operator to all that a release reads and sets", () => {
    const { services, components: workers, tasks, ...target } = releaseTarget(stack);
    expect(target).toMatchObject({ platform: "ecs", region: "us-east-1", probe_header: "X-Release-Probe" });
    expect(Object.keys(services)).toEqual(["api", "rest", "shop"]);
    expect(services.shop.values).toMatchObject({ image: "image", probe: "probe", next_minimum: "shop_next_minimum" });
    expect(services.rest.values).toMatchObject({ image: "rest_image", live: "rest_live" });
    expect(services.rest).toMatchObject({ hosts: ["rest.example.com"], paths: ["/*"], scheduled: false });
    expect([services.api.blue.service, services.api.green.service]).toEqual([
      expect.stringMatching(/api_blue_service.*name/),
      expect.stringMatching(/api_green_service.*name/),
    ]);
    expect(services.api.listener_rules).toHaveLength(1);
    expect(services.shop.listener_rules).toHaveLength(2);
    expect(workers.worker).toMatchObject({ image: "image", queue: expect.stringContaining("worker-queue") });
    expect(tasks.migrate).toMatchObject({
      definition: expect.stringContaining("migrate_definition"),
      next_definition: expect.stringContaining("migrate-next_definition"),
    });
    const variables = Object.values<Body>(services).flatMap(({ values }) => Object.values<string>(values));
    expect(Object.keys(stack.variable ?? {})).toEqual(expect.arrayContaining(variables));
    const made = names(stack, "aws_cloudwatch_metric_alarm", "alarm_name");
    expect(target.alarms.length).toBeGreaterThan(0);
    expect(made).toEqual(expect.arrayContaining(target.alarms));
    expect(
      target.alarms.filter((name: string) => /-(blue|green|shop|rest)$/.test(name) && !/api-down/.test(name)),
    ).toEqual([]);
    expect(services.api.green.alarms).toContain("one-dev-memory-green");
  });

  test("without blue/green it says what ECS rolls", async () => {
    const { services } = releaseTarget(await stackOf({ application: { components } }));
    expect(services.api.values).toEqual({ image: "image" });
    expect(services.api).not.toHaveProperty("green");
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
