import { settingsSchema } from "../../../settings/schema";
import { awsRouteRules } from "../../../settings/schema/aws-shared/route-rules";
import { type RuleTable, testRules } from "./rule-table";

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

const cloud = 'cloud = { organization = "example" }';

const subnets = (first: string) =>
  `public = [${first}, "10.20.1.0/24", "10.20.2.0/24"], private = ["10.20.4.0/24", "10.20.5.0/24", "10.20.6.0/24"], ` +
  `database = ["10.20.8.0/24", "10.20.9.0/24", "10.20.10.0/24"]`;

const tagsOf = (count: number) => Array.from({ length: count }, (_, index) => `T${index} = "x"`).join(", ");

const longDomain = `${"a".repeat(60)}.example.com`;

/** 100 paths, of which a component has 20 at most. */
const manyPaths = [1, 2, 3, 4, 5]
  .map((one) => {
    const paths = Array.from({ length: 20 }, (_, index) => `"/${one}/${index}"`).join(", ");
    return `c${one} = { cpu = 1, memory_mib = 2048, route = { paths = [${paths}] } }`;
  })
  .join(", ");

const table: RuleTable = {
  "what AWS's services refuse": [
    ...["db", "user", "rdsadmin"].map((name): [string, string] => [
      `database = { name = "${name}" }`,
      `database.name: reserved by the database, expected another name, such as app, found ${name}`,
    ]),
    ...["database", "cluster", "green", "api-blue", "next"].map((name): [string, string] => [
      `application = { components = { ${name} = { cpu = 1, memory_mib = 2048 } } }`,
      `application.components.${name}: a name that the stack uses itself, expected another name, found ${name}`,
    ]),
    [
      "application = { components = { jobs = { cpu = 1, memory_mib = 2048 }, jobs-queue = { cpu = 1, memory_mib = 2048 } } }",
      "application.components.jobs-queue: a name that belongs to jobs, expected another name, found jobs-queue",
    ],
    [
      `feature_flags = { text = "${"a".repeat(4096)}" }`,
      "feature_flags: too long, expected at most 4096 bytes as JSON (Parameter Store), found 4107",
    ],
    [
      "application = { port = 4318 }",
      "application.port: one port for two, … those of the trace collector…, found 4318",
    ],
    [
      "application = { components = { worker = { cpu = 1, memory_mib = 2048, port = 2000 } } }",
      "application.components.worker.port: one port for two, … trace collector…, found 2000",
    ],
    [
      'application = { health = { ready = { path = "/", interval_seconds = 3, timeout_seconds = 1 } } }',
      "application.health.ready.interval_seconds: … 5 to 300 (load balancer), found 3",
      "application.health.ready.timeout_seconds: … 2 to 120 (load balancer), found 1",
    ],
    [
      'application = { health = { live = { path = "/", interval_seconds = 4 , timeout_seconds = 3 } } }\naws = { service = { health_command = ["CMD", "/check"] } }',
      "application.health.live.interval_seconds: … 5 to 300 (ECS), found 4",
    ],
    [
      'application = { components = { web = { cpu = 1, memory_mib = 2048, route = { paths = ["/w/*"], health = { ready = { path = "/", interval_seconds = 3, timeout_seconds = 1, failures = 11 } } } } } }',
      "application.components.web.route.health.ready.failures: … at most 10 (load balancer), found 11",
      "application.components.web.route.health.ready.interval_seconds: … 5 to 300 (load balancer), found 3",
      "application.components.web.route.health.ready.timeout_seconds: … 2 to 120 (load balancer), found 1",
    ],
    [
      `application = { components = { ${manyPaths} } }`,
      "application.components.c5.route.paths[19]: too many paths for one load balancer, expected at most 99, found 100",
    ],
    [
      'application = { components = { web = { cpu = 1, memory_mib = 2048, route = { paths = ["/w/*"] } }, web-green = { cpu = 1, memory_mib = 2048 } } }',
      "application.components.web-green: a name that belongs to web, expected another name, found web-green",
    ],
    [
      "application = { components = { web = { cpu = 1, memory_mib = 2048 }, web-green = { cpu = 1, memory_mib = 2048 } } }",
    ],
    [
      `aws = { load_balancer = { domain = "${longDomain}" } }`,
      "aws.load_balancer.domain: too long for a new certificate, … 64 characters…, found 72 characters",
    ],
    ['cache = { version = "8.0" }', "cache.version: … one of 6.0, 6.2, 7.0, 7.1…, found 8.0"],
    [
      "database = { storage_gib = 100, max_storage_gib = 109 }",
      "database.max_storage_gib: … at least 10 % more than storage_gib, 110…, found 109",
    ],
  ],
  "a release has steps that the stack can take (release.test.ts has the rest)": [
    ['release = { steps = "10:5m,100" }', "release.steps: without service.blue_green…, expected 100 alone, found 10"],
    [
      'release = { strategy = "canary" }',
      "release.strategy: without service.blue_green…, expected rolling, found canary",
    ],
  ],
  "a variable is in one place": [
    [
      'application = { environment = { LICENSE = "x" }, secrets = { LICENSE = "arn:aws:ssm:us-east-1:111111111111:parameter/x" } }',
      "application.secrets.LICENSE: … each variable in one place, found (hidden)",
    ],
  ],
  "an alert of the application has another name than the shared ones": [
    ...["cpu", "api_down"].map((name): [string, string] => [
      `business_metrics = { title = "Orders", unit = "orders", total = { metric = "orders_total" }, failed = { metric = "orders_failed_total" }, alert = { name = "${name}", meaning = "a", remedy = "b" } }`,
      `business_metrics.alert.name: wrong value, expected another name than those of \`alerts\`, found "${name}"`,
    ]),
  ],
  "variables and commands that fit into a task definition": [
    [`application = { environment = { A = "${"x".repeat(40_000)}" }, command = ["${"y".repeat(17_000)}"] }`],
    [
      `application = { environment = { A = "${"x".repeat(40_000)}" }, command = ["${"y".repeat(18_000)}"] }`,
      "application.environment: too long, expected at most 57344 bytes as JSON, with secrets and command (ECS: 64 KiB for a task definition), found 58018",
    ],
    [
      `application = { components = { worker = { cpu = 1, memory_mib = 2048, environment = { A = "${"é".repeat(30_000)}" } } } }`,
      "application.components.worker.environment: too long, …",
    ],
  ],
  "names that every object of JavaScript has": [
    [
      'application = { secrets = { toString = "arn:aws:ssm:us-east-1:111111111111:parameter/x" }, environment = { valueOf = "x", constructor = "y" } }',
    ],
    ["application = { components = { constructor-queue = { cpu = 1, memory_mib = 2048 } } }"],
  ],
  "state is in HCP Terraform or in a bucket": [
    [
      `state = { ${cloud}, role_arn = "arn:aws:iam::111111111111:role/state" }`,
      `state.role_arn: … either state.cloud or state in a bucket, found both`,
    ],
    [
      `state = { ${cloud}, use_lockfile = true }`,
      `state.use_lockfile: … either state.cloud or state in a bucket, found both`,
    ],
    [
      `state = { ${cloud} }\naws = { deploy = { repository = "example/app" } }`,
      `aws.deploy: … state in a bucket…, found state.cloud`,
    ],
  ],
  "fewest replicas are not more than most": [
    ["application = { replicas = { min = 5, max = 4 } }", `application.replicas.min: … at most replicas.max…, found 5`],
    [
      "application = { components = { worker = { cpu = 1, memory_mib = 2048, replicas = { min = 3, max = 1 } } } }",
      `application.components.worker.replicas.min: … at most replicas.max…, found 3`,
    ],
    [
      'aws = { service = { scheduled_scaling = { night = { schedule = "cron(0 22 * * ? *)", min = 3, max = 2 } } } }',
      `aws.service.scheduled_scaling.night.min: … at most max…, found 3`,
    ],
    [
      "application = { replicas = { max = 4 } }\naws = { service = { spot = { on_demand_base = 5 } } }",
      `aws.service.spot.on_demand_base: … at most replicas.max…, found 5`,
    ],
  ],
  "tags are what every service of AWS takes": [
    ['tags = { Team = "shop_1 . : / = + - @", Empty = "", City = "Zürich" }'],
    [
      'tags = { Team = "R&D team", Mail = "a@b.example, c@d.example" }',
      "tags.Mail: a tag that AWS refuses, expected letters, digits, spaces and _ . : / = + - @, found a@b.example, c@d.example",
      "tags.Team: a tag that AWS refuses, …, found R&D team",
    ],
    [`tags = { ${tagsOf(40)} }`],
    [`tags = { ${tagsOf(41)} }`, "tags.T40: … at most 40 tags, found …"],
  ],
  "replicas that never run on Spot": [
    ["application = { replicas = { max = 200 } }\naws = { service = { spot = { on_demand_base = 150 } } }"],
  ],
  "a path that the load balancer checks": [
    [
      `application = { health = { ready = { path = "/${"a".repeat(1024)}" } } }`,
      "application.health.ready.path: … at most 1024 characters…",
    ],
  ],
  "the threshold of an alert says its unit": [
    [
      "alerts = { cpu = { threshold = 80 } }",
      "alerts.cpu.threshold: unknown key, expected threshold_percent (the nearest name), found threshold",
    ],
    [
      "alerts = { latency_p95 = { threshold_percent = 80 } }",
      "alerts.latency_p95.threshold_percent: unknown key, … threshold_ms, found threshold_percent",
    ],
    ['alerts = { cpu = { unit = "percent" } }', "alerts.cpu.unit: unknown key, … threshold_percent, found unit"],
  ],
  "what the names of files and folders say is no setting": [
    ['aws = { system = "test-execution" }', "aws.system: set by the folder's name, expected no such key here, …"],
    ['environment = "prod"', "environment: set by the file's name, expected no such key here, …"],
  ],
  "secrets are given by reference": [
    [
      'application = { environment = { DB_PASSWORD = "hunter2" } }',
      `application.environment.DB_PASSWORD: … a secret by reference, under \`secrets\`, found (hidden)`,
    ],
    [
      'application = { secrets = { LICENSE = "hunter2" } }',
      `application.secrets.LICENSE: … the ARN of a Secrets Manager secret or an SSM parameter, found (hidden)`,
    ],
  ],
  "a check ends before the next begins": [
    [
      'application = { health = { ready = { path = "/ready", interval_seconds = 10, timeout_seconds = 10 } } }',
      `application.health.ready.timeout_seconds: … less than interval_seconds…, found 10`,
    ],
    [
      'application = { components = { web = { cpu = 1, memory_mib = 2048, route = { paths = ["/w/*"], health = { live = { path = "/", timeout_seconds = 40 } } } } } }',
      "application.components.web.route.health.live.timeout_seconds: … less than interval_seconds (30), found 40",
    ],
  ],
  "protected environments keep their data, and their critical alerts have a recipient": [
    [
      'protected = true\nnotifications = { critical = ["on-call@example.com"] }',
      `database.protected: … true where \`protected\` is, found false`,
    ],
    [
      "protected = true\ndatabase = { protected = true }",
      `notifications.critical: … at least one address where \`protected\` is true, found none`,
    ],
  ],
  "a load balancer fails a check after ten times": [
    [
      'application = { health = { live = { path = "/live", failures = 11 } } }',
      `application.health.live.failures: … at most 10…, found 11`,
    ],
  ],
  "Fargate runs only some sizes": [
    [
      "application = { cpu = 1, memory_mib = 1024 }",
      "application.memory_mib: … 2048 to 8192 MiB in steps of 1024 for 1 vCPU, found 1 vCPU with 1024 MiB",
    ],
    [
      "application = { components = { worker = { cpu = 3, memory_mib = 8192 } } }",
      "application.components.worker.memory_mib: … one of 0.25, 0.5, 1, 2, 4, 8, 16 vCPU, found 3 vCPU with 8192 MiB",
    ],
  ],
  "a network has room, zones of its region and a way out": [
    ['aws = { network = { cidr = "10.0.0.0/14" } }', `aws.network.cidr: … a range from /16 to /22…, found 10.0.0.0/14`],
    ['aws = { network = { cidr = "10.0.0.0/25" } }', `aws.network.cidr: … a range from /16 to /22…, found 10.0.0.0/25`],
    [
      'aws = { network = { cidr = "10.20.1.0/16" } }',
      `aws.network.cidr: … the first address of the range: 10.20.0.0/16, found "10.20.1.0/16"`,
    ],
    [
      'aws = { network = { zones = ["us-east-1a", "us-east-1b"] } }',
      `aws.network.zones: … at least zone_count…, found 2`,
    ],
    [
      'aws = { network = { zones = ["us-east-1a", "us-east-1b", "eu-west-1a"] } }',
      `aws.network.zones: … zones of us-east-1, found eu-west-1a`,
    ],
    [
      'aws = { network = { nat_gateways = "none", interface_endpoints = ["ecr.api"] }, service = { tracing = { enabled = false } } }',
      "application.image: no way to this registry without NAT, … an image in ECR, or a NAT gateway, found example:1",
      "aws.network.nat_gateways: … a NAT gateway, or interface_endpoints with ecr.dkr, logs, secretsmanager, ssm, found none",
    ],
    ['aws = { network = { cidr = "10.20.0.0/23" } }', "aws.network.cidr: … give `subnets`…, found 10.20.0.0/23"],
    [
      `aws = { network = { subnets = { ${subnets('"10.20.0.0/28"')} } } }`,
      "aws.network.subnets.public[0]: … a range from /16 to /27 (AWS), found 10.20.0.0/28",
    ],
    [
      `aws = { network = { subnets = { ${subnets('"10.20.4.0/24"')} } } }`,
      "aws.network.subnets.private[0]: … addresses that network.subnets.public[0] has not, found 10.20.4.0/24",
    ],
    [
      `aws = { network = { subnets = { ${subnets('"10.21.0.0/24"')} } } }`,
      "aws.network.subnets.public[0]: … a part of 10.20.0.0/16, found 10.21.0.0/24",
    ],
    [
      `aws = { network = { zone_count = 2, subnets = { ${subnets('"10.20.0.0/24"')} } } }`,
      "aws.network.subnets.database: … 2 ranges, one per zone…, found 3",
      "aws.network.subnets.private: … 2 ranges, one per zone…, found 3",
      "aws.network.subnets.public: … 2 ranges, one per zone…, found 3",
    ],
  ],
  "a load balancer has a certificate, or a domain in whose zone one can be validated": [
    [
      "aws = { load_balancer = { domain = null, zone_id = null } }",
      `aws.load_balancer: … certificate_arn, or domain with zone_id or create_zone, found neither`,
    ],
    [
      "aws = { load_balancer = { zone_id = null } }",
      `aws.load_balancer.domain: … zone_id or create_zone…, found neither`,
    ],
    [
      "aws = { load_balancer = { create_zone = true } }",
      `aws.load_balancer.create_zone: … either zone_id or create_zone, found both`,
    ],
    [
      'aws = { load_balancer = { domain = null, certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/1" } }',
      `aws.load_balancer: … domain together with zone_id or create_zone, found no domain`,
    ],
  ],
  "a database has a version, sizes and regions that RDS knows": [
    [
      "database = { storage_gib = 100, max_storage_gib = 100 }",
      `database.max_storage_gib: … more than storage_gib…, found 100`,
    ],
    ['database = { version = "13.4" }', `database.version: … PostgreSQL 14, 15, 16, 17, 18 on RDS, found 13.4`],
    ['database = { version = "18.1" }'],
    ...[0, 7, 31, 62, 713, 731].map((value): [string] => [
      `aws = { database = { performance_insights_days = ${value} } }`,
    ]),
    ...[1, 30, 730, 744, 31.5, -31].map((value): [string, string] => [
      `aws = { database = { performance_insights_days = ${value} } }`,
      `aws.database.performance_insights_days: …, found ${value}`,
    ]),
    [
      "database = { replicas = 2 }",
      "database.replicas: … rotation_lambda_arn together with replicas, or no replicas, found 2 replicas",
    ],
    [
      'aws = { database = { backup_region = "us-east-1" } }',
      `aws.database.backup_region: … another region than us-east-1, found us-east-1`,
    ],
    [
      'aws = { database = { restore_from = "arn:aws:rds:eu-west-1:111111111111:auto-backup:ab-1a2b" } }',
      `aws.database.restore_from: … a backup in us-east-1…, found eu-west-1`,
    ],
  ],
  "artifacts are replicated to a bucket with its key": [
    [
      'aws = { artifacts = { replica_bucket_arn = "arn:aws:s3:::copy" } }',
      `aws.artifacts: … replica_bucket_arn and replica_key_arn together, found one of them`,
    ],
  ],
  "two regions share a name in one zone, and Route53 can check the first": [
    [
      'aws = { load_balancer = { failover = "secondary" }, cdn = { enabled = true } }',
      "aws.load_balancer.failover: … either failover or cdn.enabled, found both",
    ],
    [
      'aws = { load_balancer = { failover = "primary", zone_id = null, create_zone = true } }',
      `aws.load_balancer.failover: … domain and zone_id, the same in both regions, found no zone_id`,
    ],
    [
      'aws = { load_balancer = { failover = "primary", ingress_cidrs = ["192.0.2.0/24"] } }',
      `aws.load_balancer.ingress_cidrs: … 0.0.0.0/0 with failover…, found 192.0.2.0/24`,
    ],
  ],
  "a CDN has names, a certificate and clients from everywhere": [
    [
      'aws = { cdn = { enabled = true, certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/2" }, load_balancer = { zone_id = null, certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/1" } }',
      `aws.cdn.enabled: … load_balancer.domain with zone_id or create_zone…, found no zone`,
    ],
    [
      'aws = { cdn = { enabled = true }, load_balancer = { certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/1" } }',
      `aws.cdn: … certificate_arn together with load_balancer.certificate_arn…, found none`,
    ],
    [
      'aws = { cdn = { enabled = true }, load_balancer = { ingress_cidrs = ["192.0.2.0/24", "198.51.100.0/24"] } }',
      `aws.load_balancer.ingress_cidrs: … 0.0.0.0/0 with cdn.enabled…, found 192.0.2.0/24, 198.51.100.0/24`,
    ],
  ],
};

// No file of these tests sets a name; refused-names.test.ts has the rule about it.
// route-rules.test.ts has those about routes.
const rules = settingsSchema.platforms.aws.rules.filter(
  (rule) => !rule.reads.includes("name") && !awsRouteRules.includes(rule),
);
const mistakes = testRules("aws", base, rules, table);

test.each([
  [
    "endpoints instead of a way out",
    'application = { image = "111111111111.dkr.ecr.us-east-1.amazonaws.com/app:1" }, service = { tracing = { enabled = false } }, network = { nat_gateways = "none", interface_endpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm"] }',
  ],
  ["the primary of two regions", 'load_balancer = { failover = "primary" }'],
  [
    "a secondary with limited address ranges",
    'load_balancer = { failover = "secondary", ingress_cidrs = ["192.0.2.0/24"] }',
  ],
  ["a CDN in a zone made here", "cdn = { enabled = true }, load_balancer = { zone_id = null, create_zone = true }"],
  [
    "a database from backups of the region",
    'database = { restore_from = "arn:aws:rds:us-east-1:111111111111:auto-backup:ab-1a2b" }',
  ],
  [
    "a small network with its subnets",
    `network = { cidr = "10.20.0.0/23", zone_count = 2, subnets = { public = ["10.20.0.0/27", "10.20.0.32/27"], private = ["10.20.1.0/26", "10.20.1.64/26"], database = ["10.20.0.64/28", "10.20.0.80/28"] } }`,
  ],
  ["storage that grows by a tenth", "database = { storage_gib = 100, max_storage_gib = 110 }"],
  ["the last Redis", 'cache = { version = "7.1" }'],
  [
    "the collector's ports without a collector",
    "application = { port = 4318 }, service = { tracing = { enabled = false } }",
  ],
  [
    "a long domain with its certificate",
    `load_balancer = { domain = "${longDomain}", certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/1" }`,
  ],
  ["a database from a snapshot", 'database = { restore_from = "test-execution-prod-main-final" }'],
])("the rules let pass %s", (_, block) => {
  expect(mistakes(`aws = { ${block} }`)).toEqual([]);
});
