# Development.

application = { environment = { LOG_LEVEL = "debug" } }
database = { size = "medium", replicas = 0, high_availability = false, backup_days = 1, protected = false }
cache    = { size = "small", nodes = 1, snapshot_days = 0 }

aws_eks = {
  network = { cidr = "10.120.0.0/16", zone_count = 2, nat_gateways = "one" }
  cluster = { admins = { platform = "arn:aws:iam::111111111111:role/ai-prism-admin-role", pipelines = "arn:aws:iam::111111111111:role/multicloud-dev-infrastructure" } }
  # One node in one group, with room for the platform services.
  node_groups = {
    web           = { min = 1, max = 3, desired = 1, instance_types = ["t3.xlarge"] }
    api           = null
    ai-processing = null
  }
  database      = { performance_insights_days = 0, monitoring_seconds = 0 }
  load_balancer = { domain = "ai-prism.dev.example.com", zone_id = "Z00000000000000000DEV", access_log_days = 7 }
  web_firewall  = { count_only = true }
  budget        = { monthly_usd = 400, emails = ["team@example.com"] }
  deploy        = { repository = "example/ai-prism", workflow_repository = "your-org/your-infrastructure" }
}

kubernetes = {
  cluster     = { kind = "eks" }
  secrets     = { api_keys = { openai = "ai-prism/dev/api-keys#openai" } }
  application = { replicas = { min = 1, max = 3 } }
  service     = { node_selector = { tier = "web" } }
  namespace = {
    quota = { requests = { cpu = 6, memory_gib = 12 }, limits = { cpu = 12, memory_gib = 24 }, pods = 30 }
  }
  teams       = { developers = { groups = ["developers"], role = "deploy" } }
  ingress     = { host = "ai-prism.dev.example.com", issuer = { name = "letsencrypt-staging", email = "team@example.com", zone_id = "Z00000000000000000DEV", server = "https://acme-staging-v02.api.letsencrypt.org/directory" } }
  platform_services = {
    aws-load-balancer-controller = {}
    cluster-autoscaler           = {}
    opentelemetry-collector      = null
  }
}
