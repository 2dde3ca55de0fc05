# Development: one small replica on Spot. Everything can be destroyed.

account_id = "111111111111"
data_class = "synthetic"
protected  = false
log_days   = 7

application = {
  image      = "ghcr.io/example/test-execution-system:develop"
  cpu        = 0.5
  memory_mib = 1024
  replicas   = { min = 1, max = 2 }
  environment = { LOG_LEVEL = "debug" }
}
database      = { size = "small", storage_gib = 20, high_availability = false, backup_days = 1, protected = false }
backup        = { enabled = false }
notifications = { warning = ["team@example.com"] }

aws = {
  network       = { cidr = "10.20.0.0/16", zone_count = 2, nat_gateways = "one" }
  load_balancer = { domain = "test-execution.dev.example.com", zone_id = "Z00000000000000000DEV", access_log_days = 7 }
  service       = { spot = { on_demand_base = 0, percent = 100 } }
  database      = { performance_insights_days = 0, monitoring_seconds = 0 }
  budget        = { monthly_usd = 150, emails = ["team@example.com"] }
  deploy        = { repository = "example/test-execution-system" }
}

aws_eks = {
  network = { cidr = "10.120.0.0/16", zone_count = 2, nat_gateways = "one" }
  cluster = { admins = { platform = "arn:aws:iam::111111111111:role/ai-prism-admin-role" } }
  # One node in one group.
  node_groups = {
    web           = { min = 1, max = 3, desired = 1 }
    api           = null
    ai-processing = null
  }
  database      = { size = "medium", replicas = 0, performance_insights_days = 0, monitoring_seconds = 0 }
  cache         = { size = "small", nodes = 1, snapshot_days = 0 }
  load_balancer = { domain = "ai-prism.dev.example.com", zone_id = "Z00000000000000000DEV", access_log_days = 7 }
  web_firewall  = { count_only = true }
  budget        = { monthly_usd = 400, emails = ["team@example.com"] }
}

aws_serverless = {
  site      = { noncurrent_days = 7, access_log_days = 7, web_firewall = { enabled = false } }
  api       = { data_trace = true, cors_origin = "*", web_firewall = { count_only = true } }
  users     = { callback_urls = ["http://localhost:5173"] }
  functions = { test_execution = { log_level = "DEBUG" }, ai_analysis = { log_level = "DEBUG" } }
  test_data = { noncurrent_days = 7 }
  budget    = { monthly_usd = 50, emails = ["team@example.com"] }
}

# The Agentic Service Bot with document 001's figures for development: any origin, debug logs, short retention, little capacity.
aws_websocket = {
  site      = { domain = "agentic-service-bot.dev.jake-moses.com", zone_id = "Z00000000000000000DEV", noncurrent_days = 7, access_log_days = 7, web_firewall = { count_only = true } }
  api       = { domain = "socket.agentic-service-bot.dev.jake-moses.com", zone_id = "Z00000000000000000DEV", allowed_origins = ["*"], throttle = { rate_per_second = 20, burst = 40 }, data_trace = true }
  chat      = { connection_minutes = 30, conversation_days = 1 }
  functions = {
    authorizer = { log_level = "DEBUG" }
    connect    = { log_level = "DEBUG" }
    disconnect = { log_level = "DEBUG" }
    chat       = { log_level = "DEBUG", memory_mib = 256, reserved_concurrency = 5 }
    summary    = { log_level = "DEBUG" }
  }
  budget = { monthly_usd = 30, emails = ["team@example.com"] }
}

kubernetes = {
  cluster     = { kind = "eks" }
  application = { replicas = { min = 1, max = 3 } }
  service     = { node_selector = { tier = "web" } }
  namespace = {
    quota = { requests = { cpu = 6, memory_gib = 12 }, limits = { cpu = 12, memory_gib = 24 }, pods = 30 }
  }
  teams       = { developers = { groups = ["developers"], role = "deploy" } }
  ingress     = { host = "ai-prism.dev.example.com", issuer = { name = "letsencrypt-staging", email = "team@example.com", zone_id = "Z00000000000000000DEV", server = "https://acme-staging-v02.api.letsencrypt.org/directory" } }
  platform_services = {
    aws-load-balancer-controller = {}
    opentelemetry-collector      = null
  }
}

gcp = {
  project               = "test-execution-dev"
  project_number        = "100000000001"
  network               = { cidr = "10.20.0.0/16" }
  load_balancer         = { domains = ["test-execution.gcp.dev.example.com"], dns_zone = "dev-example-com" }
  application           = { cpu = 1, memory_mib = 1024 }
  customer_managed_keys = false
  budget                = { monthly_usd = 150, emails = ["team@example.com"], billing_account = "012345-678901-ABCDEF" }
}

azure = {
  subscription_id = "00000000-0000-4000-8000-000000000001"
  tenant_id       = "00000000-0000-4000-8000-00000000aaaa"
  suffix          = "dev1"
  network         = { cidr = "10.20.0.0/16" }
  queue           = { private = false }
  load_balancer   = { domain = "test-execution.azure.dev.example.com", certificate = "test-execution", dns_zone = { name = "dev.example.com", resource_group = "dns" } }
  application     = { cpu = 1, memory_mib = 1024 }
  database        = { administrators = { team = { object_id = "00000000-0000-4000-8000-00000000bbbb", name = "test-execution-dba" } }, backup_days = 7, geo_redundant_backups = false }
  artifacts       = { redundancy = "LRS" }
  configuration   = { public = true }
  budget          = { monthly_usd = 300, emails = ["team@example.com"] }
}

# The poller runs every five minutes; two builds run at once.
aws_codebuild = {
  network  = { cidr = "10.220.0.0/16" }
  poller   = { schedule = "rate(5 minutes)", max_starts = 2 }
  projects = { worker = { build_minutes = 30, concurrent_builds = 2, cache = "LOCAL" } }
  alarms   = { coverage = { enabled = false } }
  budget   = { monthly_usd = 50, emails = ["team@example.com"] }
}
