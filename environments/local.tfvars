# The emulator on this machine: `npm start`. Settings that the emulator cannot serve are off (docs/local.md says why).

account_id = "123456789012"
data_class = "synthetic"
protected  = false
emulator   = true

aws_provider = { max_retries = 2, use_path_style = true }

application = { replicas = { min = 2, max = 4 } }
database    = { backup_days = 7, protected = false }
cache       = { size = "small", nodes = 2 }

notifications = {
  critical = ["on-call@example.com"]
  warning  = ["team@example.com"]
}

aws = {
  network       = { cidr = "10.10.0.0/16", zone_count = 2, nat_gateways = "one" }
  load_balancer = { domain = "test-execution.local.example.com", create_zone = true }
  budget        = { monthly_usd = 10, emails = ["team@example.com"] }
  deploy        = { repository = "example/test-execution-system" }
}

aws_eks = {
  network       = { cidr = "10.110.0.0/16", zone_count = 2, nat_gateways = "one" }
  cluster       = { admins = { platform = "arn:aws:iam::123456789012:role/ai-prism-admin-role" } }
  node_groups = {
    web           = { min = 1, max = 3, desired = 2 }
    api           = { min = 1, max = 3, desired = 1 }
    ai-processing = { min = 1, max = 2, desired = 1 }
  }
  database      = { replicas = 1 }
  cache         = { nodes = 2 }
  load_balancer = { domain = "ai-prism.local.example.com", create_zone = true }
  budget        = { monthly_usd = 10, emails = ["team@example.com"] }
}

# Alarms are raised within a minute, for a demonstration.
aws_serverless = {
  aws_provider = { profile = "ministack" }
  api          = { data_trace = true, cors_origin = "*" }
  users        = { mfa = "off", callback_urls = ["http://localhost:5173"] }
  functions    = { test_execution = { log_level = "DEBUG" }, ai_analysis = { log_level = "DEBUG" } }
  analysis     = { retries = 1 }
  alarms = {
    function_errors = { threshold_count = 1, for_seconds = 60 }
    dead_letters    = { for_seconds = 60 }
  }
  budget = { monthly_usd = 10, emails = ["team@example.com"] }
}

aws_websocket = {
  aws_provider = { profile = "ministack" }
  api          = { allowed_origins = ["http://localhost:3000"] }
  chat         = { connection_minutes = 30, conversation_days = 1 }
  alarms = {
    function_errors = { threshold_count = 1, for_seconds = 60 }
    dead_letters    = { for_seconds = 60 }
  }
  budget = { monthly_usd = 10, emails = ["team@example.com"] }
}

# A cluster on this machine, such as kind's: `npm start -- --kube-context <name>` deploys to it.
kubernetes = {
  cluster      = { kind = "kubeconfig", context = "kind-kind" }
  network_cidr = "10.0.0.0/8"
  application  = { replicas = { min = 1, max = 3 }, targets = { custom = null } }
  namespace = {
    quota = { requests = { cpu = 6, memory_gib = 12 }, limits = { cpu = 12, memory_gib = 24 }, pods = 30 }
  }
  ingress      = { kind = "gateway", host = "ai-prism.local.example.com" }
  secrets      = { store = "none", api_keys = { openai = null } }
  platform_services = {
    cert-manager            = null
    external-secrets        = null
    kube-prometheus-stack   = null
    opentelemetry-collector = null
    prometheus-adapter      = null
  }
}

# There is no emulator for these clouds. Their stacks can be built, checked and planned.
gcp = {
  project        = "test-execution-local"
  project_number = "100000000000"
  network        = { cidr = "10.10.0.0/16" }
  load_balancer  = { domains = ["test-execution.gcp.local.example.com"] }
  audit          = { enabled = false }
}

azure = {
  subscription_id = "00000000-0000-4000-8000-000000000000"
  tenant_id       = "00000000-0000-4000-8000-00000000aaaa"
  suffix          = "loc1"
  network         = { cidr = "10.10.0.0/16" }
  queue           = { private = false }
  load_balancer   = { domain = "test-execution.azure.local.example.com", certificate = "test-execution", dns_zone = { name = "local.example.com", resource_group = "dns" } }
  zones           = []
  database        = { administrators = { team = { object_id = "00000000-0000-4000-8000-00000000bbbb", name = "test-execution-dba" } }, high_availability = false, geo_redundant_backups = false }
  audit           = { enabled = false }
}

# The emulator records builds without running them. The alarm that a test triggers is raised within a minute.
aws_codebuild = {
  aws_provider = { profile = "ministack" }
  network      = { cidr = "10.210.0.0/16" }
  artifacts    = { transfer_acceleration = true }
  poller       = { timeout_seconds = 120 } # Ten builds at once take longer on one machine.
  projects     = { worker = { build_minutes = 15, queue_minutes = 15 } }
  alarms       = { secret_access_denied = { for_seconds = 60 } }
  budget       = { monthly_usd = 10, emails = ["team@example.com"] }
}
