# The passive region of production: RTO under 4 hours, RPO under 1 hour (document 002); docs/disaster-recovery.md says how.

region     = "eu-west-1"
account_id = "444444444444"
data_class = "real"
protected  = true
log_days   = 365

application = {
  cpu         = 2
  memory_mib  = 4096
  replicas    = { min = 1, max = 10 }
  environment = { LOG_LEVEL = "info" }
}
database = { size = "large", storage_gib = 200, max_storage_gib = 1000, backup_days = 30 }
cache    = { size = "medium", nodes = 2 }
notifications = {
  critical = ["on-call@example.com"]
  warning  = ["team@example.com"]
}

# The same account as prod, whose stack makes what is global. What is regional is made here too.
account = { github_oidc = false, public_access_block = false, audit_trail = { enabled = false } }

aws = {
  network       = { cidr = "10.60.0.0/16" }
  load_balancer = { domain = "test-execution.example.com", zone_id = "Z0000000000000000PROD", failover = "secondary" }
  service       = { blue_green = true }
  budget        = { monthly_usd = 600, emails = ["on-call@example.com"] }
  deploy        = { repository = "example/test-execution-system" }
}

# AI-Prism: small, but it can scale to production's size.
aws_eks = {
  network = { cidr = "10.160.0.0/16" }
  cluster = { admins = { platform = "arn:aws:iam::444444444444:role/ai-prism-admin-role" } }
  node_groups = {
    web           = { min = 3, max = 20, desired = 3 }
    api           = { min = 1, max = 50, desired = 1 }
    ai-processing = { min = 0, max = 15, desired = 0 }
  }
  database      = { size = "large", replicas = 1, backup_days = 30 }
  cache         = { size = "large", nodes = 2 }
  load_balancer = { domain = "dr.api.ai-prism.com", zone_id = "Z0000000000000000PROD" }
  budget        = { monthly_usd = 3000, emails = ["on-call@example.com"] }
}

aws_serverless = {
  site      = { domain = "dr.ai-test-automation.example.com", zone_id = "Z0000000000000000PROD", content_security_policy = "default-src 'self'; connect-src 'self' https://dr.api.ai-test-automation.example.com https://cognito-idp.eu-west-1.amazonaws.com https://ai-test-automation-prod-dr-444444444444.auth.eu-west-1.amazoncognito.com; frame-ancestors 'none'" }
  api       = { domain = "dr.api.ai-test-automation.example.com", zone_id = "Z0000000000000000PROD" }
  users     = { threat_protection = "enforced" }
  functions = { test_execution = { reserved_concurrency = 200 }, ai_analysis = { reserved_concurrency = 50 } }
  budget    = { monthly_usd = 100, emails = ["on-call@example.com"] }
}

aws_websocket = {
  site      = { domain = "dr.agentic-service-bot.jake-moses.com", zone_id = "Z0000000000000000PROD", content_security_policy = "default-src 'self'; connect-src 'self' wss://dr.socket.agentic-service-bot.jake-moses.com; frame-ancestors 'none'" }
  api       = { domain = "dr.socket.agentic-service-bot.jake-moses.com", zone_id = "Z0000000000000000PROD" }
  functions = { chat = { reserved_concurrency = 100 } }
  tables    = { capacity = { min = 5, max = 100, target_percent = 70 } }
  budget    = { monthly_usd = 60, emails = ["on-call@example.com"] }
}

kubernetes = {
  cluster     = { kind = "eks" }
  application = { replicas = { min = 1, max = 100 } }
  service     = { node_selector = { tier = "api" }, tolerations = { tier = "api" } }
  namespace = {
    quota = { requests = { cpu = 160, memory_gib = 320 }, limits = { cpu = 320, memory_gib = 640 }, pods = 400 }
  }
  teams = {
    release = { groups = ["release-managers"], role = "deploy", service_account = true }
  }
  ingress  = { host = "dr.api.ai-prism.com", issuer = { email = "on-call@example.com", zone_id = "Z0000000000000000PROD" } }
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

# The same project as prod, whose stack records the audit logs.
gcp = {
  project        = "test-execution-prod"
  project_number = "100000000004"
  network        = { cidr = "10.60.0.0/16" }
  load_balancer  = { domains = ["test-execution.gcp.dr.example.com"], dns_zone = "example-com" }
  service        = { mount_path = "/data" }
  audit          = { enabled = false }
  budget         = { monthly_usd = 600, emails = ["on-call@example.com"], billing_account = "012345-678901-ABCDEF" }
}

azure = {
  subscription_id = "00000000-0000-4000-8000-000000000004"
  tenant_id       = "00000000-0000-4000-8000-00000000aaaa"
  suffix          = "prd2"
  network         = { cidr = "10.60.0.0/16" }
  load_balancer   = { domain = "test-execution.azure.dr.example.com", certificate = "test-execution", dns_zone = { name = "example.com", resource_group = "dns" } }
  database        = { administrators = { team = { object_id = "00000000-0000-4000-8000-00000000bbbb", name = "test-execution-dba" } } }
  audit           = { enabled = false }
  budget          = { monthly_usd = 1000, emails = ["on-call@example.com"] }
}

# The poller is off until this region takes over, so that no work item is done twice. The account has prod's budget.
aws_codebuild = {
  network  = { cidr = "10.170.0.0/16", enabled = true }
  logs     = { archive_days = 90 }
  poller   = { enabled = false, github = { repository = "example/kiro-work", project = "worker" } }
  projects = {
    worker = { concurrent_builds = 20 }
    images = {
      description = "Builds container images, which takes root on its host"
      compute     = "MEDIUM"
      privileged  = true
      cache       = "LOCAL"
      source      = { type = "GITHUB", repository = "example/kiro-images" }
    }
  }
}
