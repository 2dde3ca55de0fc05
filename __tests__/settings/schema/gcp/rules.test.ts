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
      'application = { environment = { PORT = "80" } }',
      `application.environment.PORT: … a name that Cloud Run does not set, found PORT`,
    ],
    [
      'application = { secrets = { API_KEY = "projects/example/secrets/key/versions/latest" } }',
      `application.secrets.API_KEY: … a version of a secret, by number…, found (hidden)`,
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
  "database and cache have versions and regions that Google has": [
    [
      'database = { version = "16.4" }',
      `database.version: … PostgreSQL 14, 15, 16 or 17, the major version alone…, found 16.4`,
    ],
    [
      'gcp = { database = { replica_location = "us-east1" } }',
      `gcp.database.replica_location: … another region than us-east1, found us-east1`,
    ],
    ['cache = { version = "6.2" }', `cache.version: … 7.x or 8.x…, found 6.2`],
  ],
});
