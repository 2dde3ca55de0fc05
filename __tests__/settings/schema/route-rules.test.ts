import { awsRouteRules } from "../../../settings/schema/aws-shared/route-rules";
import { azureRouteRules } from "../../../settings/schema/azure/route-rules";
import { kubernetesRouteRules } from "../../../settings/schema/kubernetes/route-rules";
import { type RuleTable, ruleProject, testRules } from "./rule-table";

/** Routes that no cloud, or that one cloud, cannot express are refused where they are. */

const shared = `
account_id = "111111111111"
data_class = "synthetic"
protected  = false
application = { image = "example:1", cpu = 1, memory_mib = 2048 }
`;
const aws = `${shared}
aws = {
  network       = { cidr = "10.20.0.0/16", zones = ["us-east-1a", "us-east-1b", "us-east-1c"] }
  load_balancer = { domain = "app.example.com", zone_id = "Z1" }
}
`;
const azure = `${shared}
azure = {
  subscription_id = "00000000-0000-4000-8000-000000000001"
  tenant_id       = "00000000-0000-4000-8000-000000000002"
  suffix          = "x1"
  location        = "eastus"
  network         = { cidr = "10.20.0.0/16" }
  load_balancer   = { domain = "app.example.com", certificate = "app" }
  vault           = { allowed_cidrs = ["203.0.113.0/24"] }
}
`;
const kubernetes = `${shared}
kubernetes = {
  cluster           = { kind = "kubeconfig", context = "one" }
  namespace         = { quota = { requests = { cpu = 99, memory_gib = 99 }, limits = { cpu = 999, memory_gib = 999 }, pods = 999 } }
  ingress           = { host = "app.example.com" }
  network_cidr      = "10.0.0.0/8"
  secrets           = { store = "none" }
  platform_services = { envoy-gateway = {} }
}
`;

/** Components `a`, `b`, … with these routes, as HCL. */
const routes = (...all: string[]) => {
  const components = all.map(
    (route, index) => `${"abcdefghijklmnopqrst"[index]} = { cpu = 1, memory_mib = 2048, route = { ${route} } }`,
  );
  return `application = { components = { ${components.join(", ")} } }`;
};
const of = (component: string, index = 0) => `application.components.${component}.route.paths[${index}]`;
const twice = "two routes for one request, expected a path that";

const onEveryCloud: RuleTable = {
  "one request leads to one service": [
    [routes('paths = ["/*"]'), `${of("a")}: nothing is left for the application, …, found /*`],
    [
      routes('paths = ["/*"], host = "app.example.com"'),
      `${of("a")}: nothing is left for the application, …, found /*`,
    ],
    [
      routes('paths = ["/health/*"]'),
      `${of("a")}: takes the request that checks the application…, expected a path without application.health.ready.path (/health/ready), found /health/*`,
    ],
    [routes('paths = ["/health/ready"], host = "rest.example.com"')],
    [routes('paths = ["/a/*", "/a"]'), `${of("a", 1)}: ${twice} ${of("a")} (/a/*) does not overlap…, found /a`],
    [routes('paths = ["/a/*"]', 'paths = ["/a/b/*"]'), `${of("b")}: ${twice} ${of("a")}…, found /a/b/*`],
    [routes('paths = ["/a/b"]', 'paths = ["/A/*"]'), `${of("b")}: ${twice} ${of("a")}…, found /A/*`],
    [
      routes('paths = ["/a"]', 'paths = ["/a"], host = "app.example.com"'),
      `${of("b")}: ${twice} ${of("a")}…, found /a`,
    ],
    [
      routes('paths = ["/*"], host = "rest.example.com"', 'paths = ["/v1/*"], host = "rest.example.com"'),
      `${of("b")}: ${twice} ${of("a")}…, found /v1/*`,
    ],
    [routes('paths = ["/a/*"]', 'paths = ["/ab/*", "/b"]', 'paths = ["/a/*"], host = "rest.example.com"')],
  ],
};

describe("on AWS", () => {
  const mistakes = testRules("aws", aws, awsRouteRules, {
    ...onEveryCloud,
    "a host has a record and a certificate": [
      [
        routes('paths = ["/*"], host = "rest.other.example"'),
        "application.components.a.route.host: not a name of the zone…, expected a name that ends with .example.com, found rest.other.example",
      ],
      [
        `${routes('paths = ["/*"], host = "rest.example.com"')}\naws = { load_balancer = { zone_id = null, create_zone = true } }`,
        "application.components.a.route.host: not a name of the zone…, expected a name that ends with .app.example.com, found rest.example.com",
      ],
      [
        `${routes('paths = ["/*"], host = "rest.example.com"')}\naws = { load_balancer = { domain = null, zone_id = null, certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/1" } }`,
        "application.components.a.route.host: … load_balancer.domain too…, found rest.example.com",
      ],
      [
        `${routes('paths = ["/*"], host = "rest.other.example"')}\naws = { load_balancer = { zone_id = null, certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/1" } }`,
      ],
      [
        routes(`paths = ["/*"], host = "${"a.".repeat(60)}example.com"`),
        "application.components.a.route.host: too long for a listener rule, expected at most 128 characters, found 131 characters",
      ],
    ],
  });

  test.each(["api/*", "/api*", "/*/api", "/api/", "//api", "/a/../b", "/a b", "/a?b", "/a%20b", "", "/"])(
    "%j is no path of a route",
    (path) => {
      expect(mistakes(routes(`paths = ["${path}"]`))).toEqual([
        `${of("a")}: wrong value, expected a path such as /api/* or /login: letters, digits and . _ ~ - between slashes, * after the last one only, found "${path}"`,
      ]);
    },
  );

  test.each(["/*", "/a", "/a/*", "/.well-known/x", "/a.b/~c/d_e-f/*"])("%s is a path of a route", (path) => {
    expect(mistakes(routes(`paths = ["${path}"], host = "rest.example.com"`))).toEqual([]);
  });

  test("a route has at least one path, each once", () => {
    expect(mistakes(routes("paths = []"))).toEqual([
      expect.stringMatching(/^application\.components\.a\.route\.paths: /),
    ]);
    expect(mistakes(routes('paths = ["/a", "/a"]'))).toEqual([
      `${of("a", 1)}: wrong value, expected each item once, found "/a"`,
    ]);
  });
});

describe("on Azure", () => {
  testRules("azure", azure, azureRouteRules, {
    ...onEveryCloud,
    "a host has a record": [
      [
        `${routes('paths = ["/*"], host = "rest.other.example"')}\nazure = { load_balancer = { dns_zone = { name = "example.com", resource_group = "dns" } } }`,
        "application.components.a.route.host: not a name of the zone…, expected a name that ends with .example.com, found rest.other.example",
      ],
      [routes('paths = ["/*"], host = "rest.other.example"')],
    ],
  });
});

describe("on Kubernetes", () => {
  const canary =
    "kubernetes = { delivery = { canary = true }, platform_services = { flagger = {}, kube-prometheus-stack = {} } }";
  const hosts = (count: number) =>
    routes(...Array.from({ length: count }, (_, index) => `paths = ["/*"], host = "h${index}.example.com"`));
  testRules("kubernetes", kubernetes, kubernetesRouteRules, {
    ...onEveryCloud,
    "Flagger's route of the application has one host": [
      [
        `${routes('paths = ["/v1/*"], host = "rest.example.com"', 'paths = ["/*"], host = "b.example.com"', 'paths = ["/c/*"]')}\n${canary}`,
        'application.components.a.route.host: with delivery.canary…, expected paths = ["/*"], or no host, found rest.example.com',
      ],
    ],
    "a route names sixteen hosts at most": [
      [hosts(15)],
      [
        hosts(16),
        "application.components.p.route.host: too many hosts for one route of the Gateway API, expected at most 15, found 16",
      ],
    ],
  });
});

describe("on EKS", () => {
  const { mistakes } = ruleProject(
    "aws-eks",
    `${shared}
aws_eks = {
  network       = { cidr = "10.20.0.0/16", zones = ["us-east-1a", "us-east-1b", "us-east-1c"] }
  load_balancer = { domain = "app.example.com", zone_id = "Z1" }
  cluster       = { admins = { platform = "arn:aws:iam::111111111111:role/admin" } }
  node_groups   = { web = { instance_types = ["t3.medium"], min = 1, max = 3, desired = 1 } }
}`,
  );
  test("the load balancer's stack refuses the same", () => {
    expect(mistakes("")).toEqual([]);
    expect(mistakes(routes('paths = ["/*"]', 'paths = ["/x"], host = "rest.other.example"'))).toEqual([
      expect.stringMatching(/^application\.components\.a\.route\.paths\[0\]: nothing is left/),
      expect.stringMatching(/^application\.components\.b\.route\.host: not a name of the zone/),
    ]);
  });
});
