# Staging: half of production's size, otherwise like production.

account_id = "333333333333"
data_class = "anonymized"
protected  = true
log_days   = 365

application = {
  replicas    = { min = 2, max = 5 }
  environment = { LOG_LEVEL = "info" }
}
database = { size = "medium", storage_gib = 100, max_storage_gib = 200, backup_days = 14 }
cache    = { size = "small", nodes = 2 }
notifications = {
  critical = ["platform@example.com"]
  warning  = ["team@example.com"]
}

aws = {
  network       = { cidr = "10.40.0.0/16" }
  load_balancer = { domain = "test-execution.staging.example.com", zone_id = "Z00000000000000STAGING" }
  service       = { spot = { on_demand_base = 2, percent = 50 } }
  budget        = { monthly_usd = 300, emails = ["platform@example.com"] }
  deploy        = { repository = "example/test-execution-system" }
}

aws_eks = {
  network = { cidr = "10.140.0.0/16" }
  cluster = { admins = { platform = "arn:aws:iam::333333333333:role/ai-prism-admin-role" } }
  node_groups = {
    web           = { min = 2, max = 10, desired = 3 }
    api           = { min = 3, max = 25, desired = 5 }
    ai-processing = { min = 1, max = 8, desired = 3 }
  }
  database      = { size = "large", replicas = 1, backup_days = 30 }
  cache         = { size = "large", nodes = 2 }
  load_balancer = { domain = "ai-prism.staging.example.com", zone_id = "Z00000000000000STAGING" }
  budget        = { monthly_usd = 4000, emails = ["platform@example.com"] }
}

aws_serverless = {
  site      = { domain = "ai-test-automation.staging.example.com", zone_id = "Z00000000000000STAGING", content_security_policy = "default-src 'self'; connect-src 'self' https://api.ai-test-automation.staging.example.com https://cognito-idp.us-east-1.amazonaws.com https://ai-test-automation-staging-333333333333.auth.us-east-1.amazoncognito.com; frame-ancestors 'none'" }
  api       = { throttle = { rate_per_second = 500, burst = 1000 }, domain = "api.ai-test-automation.staging.example.com", zone_id = "Z00000000000000STAGING" }
  users     = { threat_protection = "audit" }
  functions = { test_execution = { reserved_concurrency = 100 }, ai_analysis = { reserved_concurrency = 25 } }
  budget    = { monthly_usd = 200, emails = ["platform@example.com"] }
}

aws_websocket = {
  site      = { domain = "agentic-service-bot.staging.jake-moses.com", zone_id = "Z00000000000000STAGING", content_security_policy = "default-src 'self'; connect-src 'self' wss://socket.agentic-service-bot.staging.jake-moses.com; frame-ancestors 'none'" }
  api       = { domain = "socket.agentic-service-bot.staging.jake-moses.com", zone_id = "Z00000000000000STAGING", throttle = { rate_per_second = 250, burst = 500 } }
  functions = { chat = { reserved_concurrency = 50 } }
  tables    = { capacity = { min = 5, max = 50 } }
  budget    = { monthly_usd = 100, emails = ["platform@example.com"] }
}

kubernetes = {
  cluster     = { kind = "eks" }
  application = { replicas = { min = 5, max = 50 } }
  service     = { node_selector = { tier = "api" }, tolerations = { tier = "api" } }
  namespace = {
    quota = { requests = { cpu = 80, memory_gib = 160 }, limits = { cpu = 160, memory_gib = 320 }, pods = 200 }
  }
  teams = {
    developers = { groups = ["developers"], role = "view" }
    release    = { groups = ["release-managers"], role = "deploy", service_account = true }
  }
  ingress  = { host = "ai-prism.staging.example.com", issuer = { email = "platform@example.com", zone_id = "Z00000000000000STAGING" } }
  delivery = { canary = true }
  monitoring = {
    smtp = { host = "smtp.example.com:587", from = "alerts@example.com", username = "alerts", password_secret = "smtp/password" }
  }
  platform_services = {
    aws-load-balancer-controller = {}
    cluster-autoscaler           = {}
    external-dns                 = {}
    flagger                      = {}
    log-shipping                 = {}
    nvidia-device-plugin         = {}
  }
}

gcp = {
  project        = "test-execution-staging"
  project_number = "100000000003"
  network        = { cidr = "10.40.0.0/16" }
  load_balancer  = { domains = ["test-execution.gcp.staging.example.com"], dns_zone = "staging-example-com" }
  budget         = { monthly_usd = 300, emails = ["platform@example.com"], billing_account = "012345-678901-ABCDEF" }
}

azure = {
  subscription_id = "00000000-0000-4000-8000-000000000003"
  tenant_id       = "00000000-0000-4000-8000-00000000aaaa"
  suffix          = "stg1"
  network         = { cidr = "10.40.0.0/16" }
  load_balancer   = { domain = "test-execution.azure.staging.example.com", certificate = "test-execution", dns_zone = { name = "staging.example.com", resource_group = "dns" } }
  database        = { administrators = { team = { object_id = "00000000-0000-4000-8000-00000000bbbb", name = "test-execution-dba" } } }
  budget          = { monthly_usd = 800, emails = ["platform@example.com"] }
}

aws_codebuild = {
  network  = { cidr = "10.240.0.0/16", enabled = true }
  logs     = { archive_days = 90, expire_days = 365 }
  poller   = { max_starts = 10, github = { repository = "example/kiro-work", project = "worker" } }
  projects = {
    worker = { concurrent_builds = 10 }
    images = {
      description = "Builds container images, which takes root on its host"
      compute     = "MEDIUM"
      privileged  = true
      cache       = "LOCAL"
      source      = { type = "GITHUB", repository = "example/kiro-images" }
    }
  }
  budget = { monthly_usd = 250, emails = ["platform@example.com"] }
}
