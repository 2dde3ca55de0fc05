import { azureRules } from "../../../../settings/schema/azure/rules";
import { testRules } from "../rule-table";

const base = `
account_id = "111111111111"
data_class = "synthetic"
protected  = false
application = { image = "example:1", cpu = 1, memory_mib = 2048 }
database    = { size = "medium", protected = false }
azure = {
  subscription_id = "00000000-0000-4000-8000-000000000001"
  tenant_id       = "00000000-0000-4000-8000-000000000002"
  suffix          = "x1"
  location        = "eastus"
  network         = { cidr = "10.20.0.0/16" }
  load_balancer   = { domain = "app.example.com", certificate = "app" }
  vault           = { allowed_cidrs = ["203.0.113.0/24"] }
  database        = { administrators = { team = { object_id = "00000000-0000-4000-8000-000000000003", name = "dba" } } }
}
`;

testRules("azure", base, azureRules, {
  "a command on Container Instances needs the image's ENTRYPOINT": [
    [
      'application = { command = ["serve"] }',
      "application.command: Container Instances replace…, expected azure.service.entrypoint: …, found none",
    ],
    ['application = { command = ["serve"] }\nazure = { service = { entrypoint = [] } }'],
    [
      'application = { command = ["serve"] }\nazure = { service = { platform = "container_apps", tracing = { enabled = false } } }',
    ],
  ],
  "what Azure's services refuse": [
    ['database = { name = "postgres" }', "database.name: reserved by the database, … found postgres"],
    [
      "application = { components = { vault = { cpu = 1, memory_mib = 2048 } } }",
      "application.components.vault: a name that the stack uses itself, … found vault",
    ],
    [
      "application = { components = { a = { cpu = 1, memory_mib = 2048 }, a-identity = { cpu = 1, memory_mib = 2048 } } }",
      "application.components.a-identity: a name that belongs to a, … found a-identity",
    ],
    [
      `feature_flags = { text = "${"a".repeat(10_000)}" }`,
      "feature_flags: too long, … 10000 bytes as JSON (App Configuration), found 10011",
    ],
    ["application = { port = 4317 }", "application.port: one port for two, … trace collector…, found 4317"],
    [
      'application = { environment = { "spring.profiles.active" = "x" } }',
      'application.environment["spring.profiles.active"]: … a variable of Container Instances…, found spring.profiles.active',
    ],
    [
      'application = { environment = { http_proxy = "x", HTTP_PROXY = "x" } }',
      "application.environment.HTTP_PROXY: … one variable: http_proxy differs in case only, found HTTP_PROXY",
    ],
    [
      'application = { secrets = { A__B = "one" } }\nazure = { service = { platform = "container_apps", tracing = { enabled = false } } }',
      "application.secrets.A__B: … a secret of Container Apps…, found (hidden)",
    ],
  ],
  "an image that Azure cannot pull": [
    [
      'application = { image = "111111111111.dkr.ecr.us-east-1.amazonaws.com/app:1" }',
      "application.image: Azure cannot stay signed in…az acr import…, found 111111111111.dkr.ecr.us-east-1.amazonaws.com/app:1",
    ],
    [
      'application = { components = { worker = { cpu = 1, memory_mib = 2048, image = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/worker:1" } } }',
      "application.components.worker.image: Azure cannot stay signed in…, found 111111111111.dkr.ecr.eu-west-1.amazonaws.com/worker:1",
    ],
    [
      'azure = { service = { platform = "container_apps", tracing = { enabled = false }, registry_credentials = { server = "111111111111.dkr.ecr.eu-west-1.amazonaws.com", username = "AWS", secret = "ecr" } } }',
      "azure.service.registry_credentials.server: Azure cannot stay signed in…, found 111111111111.dkr.ecr.eu-west-1.amazonaws.com",
    ],
  ],
  "containers have sizes that Azure runs together with the trace collector": [
    [
      "application = { cpu = 0.5 }",
      "application.memory_mib: … 1 to 31 vCPU, with the trace collector, found 0.5 vCPU with 2048 MiB",
    ],
    [
      "application = { memory_mib = 1025 }",
      "application.memory_mib: … memory in steps of 0.1 GiB, found 1 vCPU with 1025 MiB",
    ],
    [
      "application = { components = { worker = { cpu = 1, memory_mib = 256 } } }",
      "application.components.worker.memory_mib: … 1024 to 245760 MiB, with the trace collector, found 1 vCPU with 256 MiB",
    ],
    [
      'application = { memory_mib = 4096 }\nazure = { service = { platform = "container_apps" } }',
      "application.memory_mib: … 0.25 to 4 vCPU in steps of 0.25 with 2048 MiB for each, found 1 vCPU with 4096 MiB",
    ],
  ],
  "secrets are named, and a group runs at least once": [
    [
      'application = { secrets = { API_KEY = "https://vault.example.com/secrets/key" } }\nazure = { service = { vault_addresses = true } }',
      `application.secrets.API_KEY: … the name of a secret…, found (hidden)`,
    ],
    ["application = { replicas = { min = 0 } }", `application.replicas.min: … at least 1…, found 0`],
  ],
  "a secret has one name everywhere, or its reader says that it knows better": [
    [
      'application = { secrets = { API_KEY = "api-key" }, components = { worker = { cpu = 1, memory_mib = 2048, secrets = { TOKEN = "token" } } } }',
      "application.components.worker.secrets: Container Instances would keep…, found (hidden)",
      "application.secrets: Container Instances would keep the values in the state, expected …container_apps…vault_addresses = true…, found (hidden)",
    ],
    ['application = { secrets = { API_KEY = "api-key" } }\nazure = { service = { vault_addresses = true } }'],
    [
      'application = { secrets = { API_KEY = "api-key" } }\nazure = { service = { platform = "container_apps", tracing = { enabled = false } } }',
    ],
    [
      'azure = { service = { platform = "container_apps", vault_addresses = true, tracing = { enabled = false } } }',
      `azure.service.vault_addresses: … platform = "container_instances", found container_apps`,
    ],
  ],
  "each platform has its own": [
    [
      'application = { targets = { custom = { jobs = { namespace = "app", metric = "Jobs", target = 5 } } } }\nazure = { service = { platform = "container_apps" } }',
      "application.targets.custom: … none, found jobs",
    ],
    [
      'azure = { service = { tasks = { migrate = { command = ["migrate"] } } } }',
      `azure.service.tasks: … platform = "container_apps", found container_instances`,
    ],
    [
      'azure = { service = { registry_credentials = { server = "ghcr.io", username = "bot", secret = "ghcr" } } }',
      `azure.service.registry_credentials: … platform = "container_apps", found container_instances`,
    ],
    [
      'azure = { service = { platform = "container_apps", blue_green = true } }',
      `azure.service.blue_green: … platform = "container_instances", found container_apps`,
    ],
  ],
  "what Terraform writes is reached from where it runs": [
    [
      "azure = { vault = { allowed_cidrs = [] } }",
      "azure.vault.allowed_cidrs: Terraform writes the first certificate…, expected the public address ranges from which you deploy, or …self_signed = false…, found none",
    ],
    ["azure = { vault = { allowed_cidrs = [] }, load_balancer = { self_signed = false } }"],
    [
      'azure = { vault = { allowed_cidrs = ["203.0.113.7/32", "10.1.0.0/16", "0.0.0.0/0"] } }',
      "azure.vault.allowed_cidrs: … public address ranges, as the internet sees them, found 10.1.0.0/16",
      "azure.vault.allowed_cidrs: … public address ranges, as the internet sees them, found 0.0.0.0/0",
    ],
  ],
  "a region without zones has no copies in them": [
    [
      "azure = { zones = [] }",
      "azure.artifacts.redundancy: copies in several zones…, expected LRS or GRS, or zones, found GZRS",
    ],
    ['azure = { zones = [], artifacts = { redundancy = "GRS" } }'],
  ],
  "a name lies in its zone, and a network has room": [
    [
      'azure = { load_balancer = { dns_zone = { name = "example.org", resource_group = "dns" } } }',
      `azure.load_balancer.dns_zone.name: … a zone that app.example.com ends with, found example.org`,
    ],
    [
      'azure = { network = { cidr = "10.0.0.0/23" } }',
      `azure.network.cidr: … a range from /16 to /22, found 10.0.0.0/23`,
    ],
  ],
  "checks and backups are what Azure's services take": [
    ['application = { health = { ready = { path = "/r", failures = 20 } } }'],
    [
      'application = { health = { ready = { path = "/r", failures = 21 } } }',
      "application.health.ready.failures: … at most 20 (Application Gateway), found 21",
    ],
    ['application = { health = { live = { path = "/l", failures = 40, initial_delay_seconds = 120 } } }'],
    [
      'application = { health = { live = { path = "/l", failures = 40, initial_delay_seconds = 120, interval_seconds = 241 } } }\nazure = { service = { platform = "container_apps", tracing = { enabled = false } } }',
      "application.health.live.failures: … at most 30 (Container Apps), found 40",
      "application.health.live.initial_delay_seconds: … at most 60 (Container Apps), found 120",
      "application.health.live.interval_seconds: … at most 240 (Container Apps), found 241",
    ],
    ['backup = { schedule = "cron(30 19 * * ? *)" }'],
    [
      'backup = { schedule = "cron(0 5 ? * SUN *)" }',
      "backup.schedule: a vault of Azure backs up once a day…, expected one time of each day…, found cron(0 5 ? * SUN *)",
    ],
    ['backup = { enabled = false, schedule = "cron(0 5 ? * SUN *)" }'],
  ],
  "each identity once": [
    [
      'azure = { deployers = { a = "00000000-0000-4000-8000-00000000cccc", b = "00000000-0000-4000-8000-00000000CCCC" } }',
      "azure.deployers.b: … each identity once: Azure takes one role assignment for it (deployers.a), found 00000000-0000-4000-8000-00000000CCCC",
    ],
    [
      'azure = { database = { administrators = { ops = { object_id = "00000000-0000-4000-8000-000000000003", name = "ops" } } } }',
      "azure.database.administrators.ops.object_id: … each identity once: …takes one administrator for it (database.administrators.team.object_id), …",
    ],
  ],
  "components whose names differ in a cache": [
    [
      "cache = {}\napplication = { components = { a-b = { cpu = 1, memory_mib = 2048 }, ab = { cpu = 1, memory_mib = 2048 } } }",
      "application.components.ab: … another name than a-b, from which it differs in hyphens only, found ab",
    ],
    ["application = { components = { a-b = { cpu = 1, memory_mib = 2048 }, ab = { cpu = 1, memory_mib = 2048 } } }"],
  ],
  "figures that Azure's services take": [
    ["log_days = 545"],
    ["log_days = 731", "log_days: longer than Log Analytics keeps a log, expected at most 730, found 731"],
    ["azure = { load_balancer = { capacity = { min = 100, max = 125 } } }"],
    [
      "azure = { load_balancer = { capacity = { min = 101, max = 125 } } }",
      "azure.load_balancer.capacity.min: too large, … 0 to 100, found 101",
    ],
    [
      "azure = { load_balancer = { capacity = { min = 20 } } }",
      "azure.load_balancer.capacity.min: … at most max (10), found 20",
    ],
    ["application = { replicas = { max = 301 } }"],
    [
      'application = { replicas = { max = 300 }, components = { worker = { cpu = 1, memory_mib = 2048, replicas = { max = 301 } } } }\nazure = { service = { platform = "container_apps", tracing = { enabled = false } } }',
      "application.components.worker.replicas.max: … at most 300 (Container Apps), found 301",
    ],
    ['azure = { budget = { monthly_usd = 1, emails = ["a@example.com"] } }'],
    [
      'azure = { budget = { monthly_usd = 0.5, emails = ["a@example.com"] } }',
      "azure.budget.monthly_usd: … at least 1, found 0.5",
    ],
    [
      'tags = { Azure-Owner = "x", windowsTeam = "y", MICROSOFT = "z", team = "R&D team" }',
      "tags.Azure-Owner: a tag that Azure refuses, …, found Azure-Owner",
      "tags.MICROSOFT: a tag that Azure refuses, …, found MICROSOFT",
      "tags.windowsTeam: a tag that Azure refuses, …, found windowsTeam",
    ],
  ],
  "who signs in from GitHub Actions": [
    ['azure = { deploy = { repository = "you/app", subject = "you@1/app@2" } }'],
    [
      'azure = { pipelines = { repository = "you/infra", subject = "you@1/app@2" } }',
      "azure.pipelines.subject: … you/infra with its numbers, found you/app",
    ],
  ],
  "database and cache are what Azure has": [
    ['database = { version = "18" }'],
    ["database = { storage_gib = 40000 }", "database.storage_gib: … at most 32767 GiB…, found 40000"],
    ["database = { replicas = 12 }", "database.replicas: … at most 5 (Azure Database for PostgreSQL), found 12"],
    [
      'database = { version = "16.4" }',
      `database.version: … PostgreSQL 14 to 18, the major version alone…, found 16.4`,
    ],
    ["database = { backup_days = 3 }", `database.backup_days: … 7 to 35…, found 3`],
    [
      'database = { size = "small" }',
      "database.size: … medium or larger, or high_availability = false and no replicas, found small",
    ],
    [
      "azure = { database = { administrators = { team = null } } }",
      `azure.database.administrators: … at least one…, found none`,
    ],
    [
      "alerts = { cpu = { for_seconds = 120 } }",
      `alerts.cpu.for_seconds: … one of 60, 300, 900, 1800, 3600, 21600, 86400…, found 120`,
    ],
    ["cache = { nodes = 3 }", `cache.nodes: … 1 or 2…, found 3`],
  ],
});
