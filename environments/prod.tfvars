# Production: document 002's figures. 2 to 10 replicas, Multi-AZ, 30 days of backups, a copy in the second region.

account_id = "444444444444"
data_class = "real"
protected  = true
log_days   = 365

application = {
  cpu         = 2
  memory_mib  = 4096
  replicas    = { min = 2, max = 10 }
  environment = { LOG_LEVEL = "info" }
}
database = { size = "large", storage_gib = 200, max_storage_gib = 1000, backup_days = 30 }
cache    = { size = "medium", nodes = 3 }
notifications = {
  critical = ["on-call@example.com"]
  warning  = ["team@example.com"]
}

aws = {
  network       = { cidr = "10.50.0.0/16", interface_endpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"] }
  load_balancer = { domain = "test-execution.example.com", zone_id = "Z0000000000000000PROD", failover = "primary" }
  service       = { blue_green = true }
  database      = { backup_region = "eu-west-1" }
  budget        = { monthly_usd = 1200, emails = ["on-call@example.com"] }
  deploy        = { repository = "example/test-execution-system" }
}

# The audit trail covers prod-dr's region too.
account = {
  copy_region = "eu-west-1"
  audit_trail = { data_events = { regions = ["us-east-1", "eu-west-1"] } }
}

# AI-Prism with document 003's figures.
aws_eks = {
  network = {
    cidr = "10.0.0.0/16"
    subnets = {
      private  = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]
      public   = ["10.0.101.0/24", "10.0.102.0/24", "10.0.103.0/24"]
      database = ["10.0.201.0/24", "10.0.202.0/24", "10.0.203.0/24"]
    }
    vpn_gateway         = true
    interface_endpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]
  }
  cluster = { admins = { platform = "arn:aws:iam::444444444444:role/ai-prism-admin-role" } }
  node_groups = {
    web           = { min = 3, max = 20, desired = 6 }
    api           = { min = 5, max = 50, desired = 10 }
    ai-processing = { min = 2, max = 15, desired = 5 }
  }
  database      = { size = "large", replicas = 2, max_replicas = 5, backup_days = 30 }
  cache         = { size = "large", nodes = 3 }
  load_balancer = { domain = "api.ai-prism.com", zone_id = "Z0000000000000000PROD" }
  budget        = { monthly_usd = 12000, emails = ["on-call@example.com"] }
}

# The AI Test Automation Platform with document 000's figures.
aws_serverless = {
  site      = { domain = "ai-test-automation.example.com", zone_id = "Z0000000000000000PROD", content_security_policy = "default-src 'self'; connect-src 'self' https://api.ai-test-automation.example.com https://cognito-idp.us-east-1.amazonaws.com https://ai-test-automation-prod-444444444444.auth.us-east-1.amazoncognito.com; frame-ancestors 'none'" }
  api       = { domain = "api.ai-test-automation.example.com", zone_id = "Z0000000000000000PROD" }
  users     = { threat_protection = "enforced" }
  functions = { test_execution = { reserved_concurrency = 200, provisioned_concurrency = 2 }, ai_analysis = { reserved_concurrency = 50 } }
  budget    = { monthly_usd = 500, emails = ["on-call@example.com"] }
}

# The Agentic Service Bot with document 001's figures for production.
aws_websocket = {
  site      = { domain = "agentic-service-bot.jake-moses.com", zone_id = "Z0000000000000000PROD", content_security_policy = "default-src 'self'; connect-src 'self' wss://socket.agentic-service-bot.jake-moses.com; frame-ancestors 'none'" }
  api       = { domain = "socket.agentic-service-bot.jake-moses.com", zone_id = "Z0000000000000000PROD" }
  functions = { authorizer = { reserved_concurrency = 50 }, chat = { reserved_concurrency = 100, provisioned_concurrency = 2 } }
  tables    = { capacity = { min = 5, max = 100, target_percent = 70 } }
  budget    = { monthly_usd = 250, emails = ["on-call@example.com"] }
}

kubernetes = {
  cluster     = { kind = "eks" }
  application = { replicas = { min = 10, max = 100 } }
  service     = { node_selector = { tier = "api" }, tolerations = { tier = "api" } }
  namespace = {
    quota = { requests = { cpu = 160, memory_gib = 320 }, limits = { cpu = 320, memory_gib = 640 }, pods = 400 }
  }
  teams = {
    developers = { groups = ["developers"], role = "view" }
    release    = { groups = ["release-managers"], role = "deploy", service_account = true }
  }
  ingress  = { host = "api.ai-prism.com", issuer = { email = "on-call@example.com", zone_id = "Z0000000000000000PROD" } }
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
  project        = "test-execution-prod"
  project_number = "100000000004"
  network        = { cidr = "10.50.0.0/16" }
  load_balancer  = { domains = ["test-execution.gcp.example.com"], dns_zone = "example-com" }
  service        = { mount_path = "/data" }
  database       = { replica_location = "europe-west1" }
  budget         = { monthly_usd = 1200, emails = ["on-call@example.com"], billing_account = "012345-678901-ABCDEF" }
}

azure = {
  subscription_id = "00000000-0000-4000-8000-000000000004"
  tenant_id       = "00000000-0000-4000-8000-00000000aaaa"
  suffix          = "prd1"
  network         = { cidr = "10.50.0.0/16" }
  load_balancer   = { domain = "test-execution.azure.example.com", certificate = "test-execution", dns_zone = { name = "example.com", resource_group = "dns" } }
  service         = { blue_green = true }
  database        = { administrators = { team = { object_id = "00000000-0000-4000-8000-00000000bbbb", name = "test-execution-dba" } } }
  cache           = { nodes = 2 }
  budget          = { monthly_usd = 2000, emails = ["on-call@example.com"] }
}

# The CodeBuild Worker: document 004's figures are the defaults. Old logs move to Glacier.
aws_codebuild = {
  network  = { cidr = "10.250.0.0/16", enabled = true }
  logs     = { archive_days = 90 }
  poller   = { github = { repository = "example/kiro-work", project = "worker" } }
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
  budget = { monthly_usd = 500, emails = ["on-call@example.com"] }
}
