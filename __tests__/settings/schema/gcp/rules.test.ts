import { gcpRules } from "../../../../settings/schema/gcp/rules";
import { testRules } from "../rule-table";

const base = `
account_id = "111111111111"
data_class = "synthetic"
protected  = false
application = { image = "example:1", cpu = 1, memory_mib = 2048, health = { startup = { path = "/start", failures = 8 } } }
database    = { size = "small", protected = false }
gcp = {
  project        = "example-dev"
  project_number = "100000000001"
  location       = "us-east1"
  network        = { cidr = "10.20.0.0/16" }
  load_balancer  = { domains = ["app.example.com"] }
}
`;

testRules("gcp", base, gcpRules, {
  "labels that Google keeps, or that the stack sets itself": [
    [
      'tags = { Data_Class = "x", managed_by = "us", goog-a = "b", team = "R&D team" }',
      "tags.Data_Class: a label that is not free, …, found Data_Class",
      "tags.goog-a: a label that is not free, …, found goog-a",
      "tags.managed_by: a label that is not free, …, found managed_by",
    ],
  ],
  "people in any case of letters, and names of certificates": [
    [
      'gcp = { database = { iam_users = ["A@example.com", "a@example.com"] } }',
      "gcp.database.iam_users[1]: … each identity once: … (database.iam_users[0]), found a@example.com",
    ],
    [
      'gcp = { load_balancer = { iap_members = ["user:A@example.com", "group:a@example.com", "user:a@example.com"] } }',
      "gcp.load_balancer.iap_members[2]: … each identity once: … (load_balancer.iap_members[0]), found user:a@example.com",
    ],
    [
      'gcp = { load_balancer = { domains = ["app.example.com", "app-example.com", "www.example.com"] } }',
      "gcp.load_balancer.domains[1]: one name for two certificates, expected a domain that differs from app.example.com in more than dots and hyphens, found app-example.com",
    ],
    [
      'application = { components = { a = { cpu = 1, memory_mib = 2048, route = { paths = ["/*"], host = "app.example-com.org" } }, b = { cpu = 1, memory_mib = 2048, route = { paths = ["/*"], host = "app-example-com.org" } }, c = { cpu = 1, memory_mib = 2048, route = { paths = ["/c"], host = "app.example.com" } } } }',
      "application.components.b.route.host: one name for two certificates, … app.example-com.org …, found app-example-com.org",
    ],
  ],
  "a variable that Cloud Run takes": [
    [`application = { environment = { A = "${"x".repeat(32_768)}" } }`],
    [
      `application = { environment = { A = "${"x".repeat(32_769)}" } }`,
      "application.environment.A: too long, expected at most 32768 characters (Cloud Run), found 32769",
    ],
  ],
  "figures that Google's services take": [
    ['gcp = { load_balancer = { requests_per_ip = 1000000 }, location = "europe-west12" }'],
    [
      "gcp = { load_balancer = { requests_per_ip = 1000001 } }",
      "gcp.load_balancer.requests_per_ip: too large, … 10 to 1000000, found 1000001",
    ],
    ['gcp = { database = { replica_location = "europe-west10" } }'],
    ['database = { version = "18" }'],
    ...["db-custom-1-3840", "db-custom-96-638976", "db-f1-micro", "db-g1-small"].map((tier): [string] => [
      `gcp = { database = { tier = "${tier}" } }`,
    ]),
    ...[
      "db-n1-standard-2",
      "db-perf-optimized-N-2",
      "db-custom-3-7680",
      "db-custom-2-13568",
      "db-custom-2-7681",
      "db-custom-1-3584",
      "db-custom-98-638976",
    ].map((tier): [string, string] => [
      `gcp = { database = { tier = "${tier}" } }`,
      `gcp.database.tier: … db-custom-<vCPU>-<MiB>…, found "${tier}"`,
    ]),
  ],
  "what Google's services refuse": [
    ['database = { name = "postgres" }', "database.name: reserved by the database, … found postgres"],
    [
      "application = { components = { services = { cpu = 1, memory_mib = 2048 } } }",
      "application.components.services: a name that the stack uses itself, … found services",
    ],
    [
      `feature_flags = { text = "${"a".repeat(65_536)}" }`,
      "feature_flags: too long, … 65536 bytes as JSON (Secret Manager), found 65547",
    ],
    ["application = { port = 4317 }", "application.port: one port for two, … trace collector…, found 4317"],
    [
      `gcp = { load_balancer = { domains = ["${"a".repeat(60)}.example.com"] } }`,
      "gcp.load_balancer.domains[0]: too long for a new certificate, … found 72 characters",
    ],
    [
      `application = { components = { web = { cpu = 1, memory_mib = 2048, route = { paths = ["/*"], host = "${"a".repeat(60)}.example.com" } } } }`,
      "application.components.web.route.host: too long for a new certificate, … found 72 characters",
    ],
    [
      'application = { components = { web = { cpu = 1, memory_mib = 2048, replicas = { min = 0 }, route = { paths = ["/w/*"], health = { startup = { path = "/s", failures = 9 } } } } } }',
      "application.components.web.replicas.min: … at least 1: an idle service would count as down, found 0",
      "application.components.web.route.health.startup.failures: more time to start…at most 240, found 270",
    ],
    ["application = { components = { worker = { cpu = 1, memory_mib = 2048, replicas = { min = 0 } } } }"],
    [
      'application = { components = { web = { cpu = 1, memory_mib = 2048, route = { paths = ["/*"], host = "app.example.com" } } } }',
      "application.components.web.route.paths[0]: nothing is left for the application, …, found /*",
    ],
    [
      'application = { environment = { X_GOOGLE_A = "80" } }',
      "application.environment.X_GOOGLE_A: … a name that Cloud Run does not set, found X_GOOGLE_A",
    ],
  ],
  "Cloud Run runs only some sizes, and sets some variables itself": [
    [
      "application = { cpu = 0.5 }",
      "application.memory_mib: … one of 1, 2, 4, 6, 8 vCPU, found 0.5 vCPU with 2048 MiB",
    ],
    [
      "application = { components = { worker = { cpu = 4, memory_mib = 1024 } } }",
      "application.components.worker.memory_mib: … 2048 to 16384 MiB for 4 vCPU, found 4 vCPU with 1024 MiB",
    ],
    [
      "application = { cpu = 8, memory_mib = 16384 }",
      "application.memory_mib: … at most 7 vCPU and 32256 MiB next to the trace collector…, found 8 vCPU with 16384 MiB",
    ],
    [
      'application = { environment = { PORT = "80" } }',
      `application.environment.PORT: … a name that Cloud Run does not set, found PORT`,
    ],
    [
      'application = { secrets = { API_KEY = "projects/example/secrets/key/versions/latest" } }',
      `application.secrets.API_KEY: … a version of a secret, by number…, found (hidden)`,
    ],
  ],
  "Cloud Run pulls from Artifact Registry and two public registries": [
    [
      'application = { image = "quay.io/example/app:1" }',
      "application.image: a registry that Cloud Run does not pull from, … registry.remotes, found quay.io/example/app:1",
    ],
    [
      'application = { components = { worker = { image = "111111111111.dkr.ecr.us-east-1.amazonaws.com/app:1", cpu = 1, memory_mib = 2048 } } }',
      "application.components.worker.image: a registry that Cloud Run does not pull from, …",
    ],
    [
      'gcp = { service = { tracing = { collector_image = "quay.io/example/collector:1" } } }',
      "gcp.service.tracing.collector_image: a registry that Cloud Run does not pull from, …",
    ],
    [
      'application = { image = "ghcr.io/example/app:1" }\ngcp = { registry = { remotes = { ghcr = { server = "ghcr.io", username = "a", secret = "projects/p/secrets/s/versions/1" } } } }',
      "application.image: pulled without the credentials of registry.remotes.ghcr, expected us-east1-docker.pkg.dev/example-dev/one-dev-ghcr/example/app:1, found ghcr.io/example/app:1",
    ],
  ],
  "a replica starts in time, and at least one runs": [
    [
      'application = { health = { startup = { path = "/start", failures = 10 } } }',
      "application.health.startup.failures: … interval_seconds × failures of at most 240, found 300",
    ],
    ["application = { replicas = { min = 0 } }", `application.replicas.min: … at least 1…, found 0`],
  ],
  "a network divides into sixteenths": [
    ['gcp = { network = { cidr = "10.0.0.0/24" } }', `gcp.network.cidr: … a range from /12 to /20, found 10.0.0.0/24`],
  ],
  "a CDN and sign-in exclude each other": [
    [
      'gcp = { load_balancer = { cdn = true, iap_members = ["group:team@example.com"] } }',
      `gcp.load_balancer.cdn: … either cdn or iap_members…, found both`,
    ],
  ],
  "who signs in from GitHub Actions": [
    [
      'gcp = { deploy = { repository = "you/app", subject = "You@1/app@2" }, pipelines = { repository = "you/infra" } }',
    ],
    [
      'gcp = { deploy = { repository = "you/app", subject = "you@1/other@2" } }',
      "gcp.deploy.subject: … you/app with its numbers, found you/other",
    ],
    [
      'gcp = { deploy = { repository = "you/app", subject = "you/app" } }',
      "gcp.deploy.subject: … owner@<number>/name@<number>, …",
    ],
    [
      'gcp = { pipelines = { repository = "you/infra" } }\nstate = { cloud = { organization = "you" } }',
      "gcp.pipelines: … HCP Terraform's runs have identities of their own, found state.cloud",
    ],
    [
      `gcp = { deploy = { repository = "you/app", github_environment = "${"e".repeat(103)}" } }`,
      "gcp.deploy.repository: a longer subject than Google takes, expected at most 127 …, found 128",
    ],
    [
      'gcp = { deploy = { repository = "you/app" } }\napplication = { components = { plan = { cpu = 1, memory_mib = 2048 } } }',
      "application.components.plan: the account of pipelines has this name, … found plan",
    ],
    ["application = { components = { plan = { cpu = 1, memory_mib = 2048 } } }"],
  ],
  "database and cache have versions and regions that Google has": [
    [
      'database = { version = "16.4" }',
      `database.version: … PostgreSQL 14 to 18, the major version alone…, found 16.4`,
    ],
    [
      'gcp = { database = { replica_location = "us-east1" } }',
      `gcp.database.replica_location: … another region than us-east1, found us-east1`,
    ],
    [
      "backup = { retention_days = 366 }",
      "backup.retention_days: more daily backups than Cloud SQL keeps, expected at most 365, found 366",
    ],
    ["log_days = 3653", "log_days: longer than Cloud Logging keeps a log, expected at most 3650, found 3653"],
    ["database = { replicas = 11 }", "database.replicas: more replicas than Cloud SQL allows, … found 11"],
    [
      'database = { replicas = 10 }\ngcp = { database = { replica_location = "europe-west1" } }',
      "database.replicas: more replicas than Cloud SQL allows, expected at most 10, that of replica_location included, found 11",
    ],
    ['cache = { version = "6.2" }', `cache.version: … 7.x or 8.x…, found 6.2`],
  ],
});
