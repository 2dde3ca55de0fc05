# Test: small, but with everything that production has.

account_id = "222222222222"
data_class = "masked"
protected  = false
log_days   = 14

application = {
  replicas    = { min = 2, max = 3 }
  environment = { LOG_LEVEL = "debug" }
}
database      = { size = "small", storage_gib = 50, backup_days = 7, protected = false }
cache         = { size = "small", nodes = 2, snapshot_days = 1 }
notifications = { warning = ["team@example.com"] }

aws = {
  network       = { cidr = "10.30.0.0/16", zone_count = 3, nat_gateways = "one" }
  load_balancer = { domain = "test-execution.test.example.com", zone_id = "Z0000000000000000TEST" }
  service       = { spot = { on_demand_base = 1, percent = 50 } }
  budget        = { monthly_usd = 200, emails = ["team@example.com"] }
  deploy        = { repository = "example/test-execution-system" }
}

aws_eks = {
  network = { cidr = "10.130.0.0/16", nat_gateways = "one" }
  cluster = { admins = { platform = "arn:aws:iam::222222222222:role/ai-prism-admin-role" } }
  # Three small nodes, one of each group.
  node_groups = {
    web           = { min = 1, max = 3, desired = 1 }
    api           = { min = 1, max = 3, desired = 1, instance_types = ["c5.large"] }
    ai-processing = { min = 1, max = 2, desired = 1, instance_types = ["g4dn.xlarge"] }
  }
  database      = { size = "medium", replicas = 1 }
  cache         = { nodes = 2 }
  load_balancer = { domain = "ai-prism.test.example.com", zone_id = "Z0000000000000000TEST" }
  budget        = { monthly_usd = 900, emails = ["team@example.com"] }
}

aws_serverless = {
  site   = { domain = "ai-test-automation.test.example.com", zone_id = "Z0000000000000000TEST", content_security_policy = "default-src 'self'; connect-src 'self' https://api.ai-test-automation.test.example.com https://cognito-idp.us-east-1.amazonaws.com https://ai-test-automation-test-222222222222.auth.us-east-1.amazoncognito.com; frame-ancestors 'none'" }
  api    = { data_trace = true, domain = "api.ai-test-automation.test.example.com", zone_id = "Z0000000000000000TEST" }
  users  = { threat_protection = "audit" }
  tables = { capacity = { min = 5, max = 20 } }
  budget = { monthly_usd = 100, emails = ["team@example.com"] }
}

# The Agentic Service Bot with all features on.
aws_websocket = {
  site      = { domain = "agentic-service-bot.test.jake-moses.com", zone_id = "Z0000000000000000TEST", content_security_policy = "default-src 'self'; connect-src 'self' wss://socket.agentic-service-bot.test.jake-moses.com; frame-ancestors 'none'" }
  api       = { domain = "socket.agentic-service-bot.test.jake-moses.com", zone_id = "Z0000000000000000TEST", throttle = { rate_per_second = 100, burst = 200 } }
  chat      = { conversation_days = 7 }
  tables    = { capacity = { min = 5, max = 20 } }
  budget    = { monthly_usd = 50, emails = ["team@example.com"] }
}

# All platform services; Argo CD deploys the application from its repository.
kubernetes = {
  cluster     = { kind = "eks" }
  application = { replicas = { min = 2, max = 6 } }
  service     = { node_selector = { tier = "api" }, tolerations = { tier = "api" } }
  namespace = {
    quota = { requests = { cpu = 12, memory_gib = 24 }, limits = { cpu = 24, memory_gib = 48 }, pods = 60 }
  }
  teams = {
    developers = { groups = ["developers"], role = "deploy", service_account = true }
    testers    = { groups = ["testers"], role = "view" }
  }
  ingress = { host = "ai-prism.test.example.com", issuer = { email = "team@example.com", zone_id = "Z0000000000000000TEST" } }
  gitops  = { repository = "https://github.com/example/ai-prism-gitops" }
  delivery = { canary = true }
  monitoring = {
    smtp = { host = "smtp.example.com:587", from = "alerts@example.com", username = "alerts", password_secret = "smtp/password" }
  }
  platform_services = {
    argo-cd                      = {}
    aws-load-balancer-controller = {}
    cluster-autoscaler           = {}
    external-dns                 = {}
    flagger                      = {}
    istio                        = {}
    jaeger                       = {}
    log-shipping                 = {}
    nvidia-device-plugin         = {}
  }
}

gcp = {
  project        = "test-execution-test"
  project_number = "100000000002"
  network        = { cidr = "10.30.0.0/16" }
  load_balancer  = { domains = ["test-execution.gcp.test.example.com"], dns_zone = "test-example-com" }
  service        = { mount_path = "/data" }
  build          = { repository = "example/test-execution-system" }
  budget         = { monthly_usd = 200, emails = ["team@example.com"], billing_account = "012345-678901-ABCDEF" }
}

azure = {
  subscription_id = "00000000-0000-4000-8000-000000000002"
  tenant_id       = "00000000-0000-4000-8000-00000000aaaa"
  suffix          = "tst1"
  network         = { cidr = "10.30.0.0/16" }
  queue           = { private = false }
  load_balancer   = { domain = "test-execution.azure.test.example.com", certificate = "test-execution", dns_zone = { name = "test.example.com", resource_group = "dns" } }
  # Container Apps instead of Container Instances, because they scale.
  application     = { components = { worker = { memory_mib = 2048 } } }
  service = {
    platform = "container_apps"
    tasks    = { migrate = { command = ["python", "-m", "migrations"] } }
  }
  database      = { administrators = { team = { object_id = "00000000-0000-4000-8000-00000000bbbb", name = "test-execution-dba" } }, size = "medium", geo_redundant_backups = false }
  configuration = { public = true }
  budget        = { monthly_usd = 500, emails = ["team@example.com"] }
}

aws_codebuild = {
  network   = { cidr = "10.230.0.0/16", enabled = true }
  artifacts = { transfer_acceleration = true }
  logs      = { archive_days = 30, expire_days = 90 }
  poller    = { max_starts = 5, github = { repository = "example/kiro-work", project = "worker" } }
  projects = {
    worker = { concurrent_builds = 5, logs_in_bucket = true }
    images = {
      description = "Builds container images, which takes root on its host"
      compute     = "MEDIUM"
      privileged  = true
      cache       = "LOCAL"
      source      = { type = "GITHUB", repository = "example/kiro-images" }
    }
  }
  budget = { monthly_usd = 200, emails = ["team@example.com"] }
}
