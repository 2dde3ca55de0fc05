import { ruleProject } from "./rule-table";

/** Mistakes that do not depend on each other are reported together. */

const base = `
account_id = "111111111111"
data_class = "synthetic"
protected  = false
application = { image = "example:1", cpu = 1, memory_mib = 2048 }
database    = { size = "small", protected = false }
aws = {
  network       = { cidr = "10.20.0.0/16", zones = ["us-east-1a", "us-east-1b", "us-east-1c"] }
  load_balancer = { domain = "app.example.com", zone_id = "Z1" }
}
`;
const shared = base.slice(0, base.indexOf("aws ="));
const kubernetes = `${shared}
kubernetes = {
  cluster           = { kind = "gke", name = "main", project = "example", location = "europe-west1" }
  namespace         = { quota = { requests = { cpu = 20, memory_gib = 40 }, limits = { cpu = 40, memory_gib = 80 }, pods = 40 } }
  ingress           = { host = "app.example.com" }
  platform_services = { envoy-gateway = {} }
}
`;

const aws = ruleProject("aws", base);
const onCluster = ruleProject("kubernetes", kubernetes);

test("an unknown key hides no mistake of its block, nor of a component, nor a wrong value one next to it", () => {
  const change = `
application = {
  color = "red"
  replicas = { min = 5, max = 2 }
  environment = { API_TOKEN = "x" }
  components = { worker = { cpu = 1, memory_mib = 1000, odd = 1, replicas = { min = 4, max = 3 } } }
}
aws = { network = { zones = ["us-east-1a"], colour = 1 } }`;
  expect(
    aws
      .mistakes(change)
      .map((line) => line.split(":")[0])
      .sort(),
  ).toEqual([
    "application.color",
    "application.components.worker.memory_mib",
    "application.components.worker.odd",
    "application.components.worker.replicas.min",
    "application.environment.API_TOKEN",
    "application.replicas.min",
    "aws.network.colour",
    "aws.network.zones",
  ]);
});

test("figures beyond what a service takes are refused where they are", () => {
  const change = `
application = { targets = { cpu_percent = 0 } }
alerts = { cpu = { threshold_percent = 800 } }
notifications = { critical = ["a@b.example", "a@b.example"] }
tags = { Owner = "x", owner = "y" }
aws = {
  service = {
    spot = { percent = 33.3 }
    health_command = ["curl", "localhost"]
    tasks = { nightly = { command = ["a"], schedule = "cron(0 25 * * ? *)" } }
  }
  load_balancer = { ingress_cidrs = ["203.0.113.0/24", "203.0.113.0/24"], zone_id = "example.com" }
  database = { max_storage_gib = 30, storage_gib = 30 }
}`;
  expect(aws.mistakes(change).map((line) => line.split(/, found/)[0])).toEqual([
    "application.targets.cpu_percent: too small, expected whole number: 1 to 100",
    "alerts.cpu.threshold_percent: too large, expected number: 0 to 100",
    "notifications.critical[1]: wrong value, expected each item once",
    "tags.owner: wrong value, expected one key: Owner differs in case only",
    "aws.service.spot.percent: wrong type, expected whole number: 0 to 100",
    'aws.service.health_command: wrong value, expected ["CMD", program, argument, …] or ["CMD-SHELL", one text for the shell]',
    "aws.service.tasks.nightly.schedule: wrong value, expected cron with hours of 0 to 23",
    "aws.load_balancer.ingress_cidrs[1]: wrong value, expected each item once",
    "aws.load_balancer.zone_id: wrong value, expected the id of a Route53 zone such as Z0123456789ABCDEFGHIJ, not its name",
    expect.stringContaining("aws.database.max_storage_gib"),
  ]);
});

test("an unknown key in one kind of cluster leaves it that kind", () => {
  const lines = onCluster.mistakes("kubernetes = { cluster = { odd = 1 } }");
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringContaining("cluster.odd: unknown key"),
      expect.stringContaining("network_cidr"),
    ]),
  );
});

test("null in the values of a chart is passed on, and takes a value away elsewhere", () => {
  const change = `kubernetes = { network_cidr = "10.0.0.0/8", secrets = { store = "none" }, teams = { a = null },
    platform_services = { cert-manager = { values = { webhook = null, deep = { gone = null, list = [null] } } }, flagger = null } }`;
  const { settings } = onCluster.load(change) as unknown as {
    settings: { platform_services: unknown; teams: unknown };
  };
  expect(settings.teams).toEqual({});
  expect(settings.platform_services).toMatchObject({
    "cert-manager": { values: { webhook: null, deep: { gone: null, list: [null] } } },
  });
  expect(settings.platform_services).not.toHaveProperty("flagger");
});
