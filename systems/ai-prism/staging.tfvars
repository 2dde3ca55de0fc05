# Staging.

application = { environment = { LOG_LEVEL = "info" } }
database = { size = "large", replicas = 1, backup_days = 30 }
cache    = { size = "large", nodes = 2 }

aws_eks = {
  network = { cidr = "10.140.0.0/16" }
  cluster = { admins = { platform = "arn:aws:iam::333333333333:role/ai-prism-admin-role", pipelines = "arn:aws:iam::333333333333:role/multicloud-staging-infrastructure" } }
  node_groups = {
    web           = { min = 2, max = 10, desired = 6 }
    api           = { min = 3, max = 25, desired = 6 }
    ai-processing = { min = 0, max = 8, desired = 0 }
  }
  load_balancer = { domain = "ai-prism.staging.example.com", zone_id = "Z00000000000000STAGING" }
  budget        = { monthly_usd = 4000, emails = ["platform@example.com"] }
}

kubernetes = {
  cluster     = { kind = "eks" }
  secrets     = { api_keys = { openai = "ai-prism/staging/api-keys#openai" } }
  application = { replicas = { min = 5, max = 50 } }
  service     = { node_selector = { tier = "api" }, tolerations = { tier = "api" } }
  namespace = {
    quota = { requests = { cpu = 80, memory_gib = 160 }, limits = { cpu = 160, memory_gib = 320 }, pods = 200 }
  }
  teams = {
    developers = { groups = ["developers"], role = "view" }
    release    = { groups = ["release-managers"], role = "deploy", service_account = true }
  }
  ingress  = { host = "ai-prism.staging.example.com", issuer = { name = "letsencrypt-prod", email = "platform@example.com", zone_id = "Z00000000000000STAGING" } }
  # Document 003's folder: a commit to it is a delivery, and what staging had goes on to production.
  gitops   = { repository = "https://github.com/example/ai-prism-gitops", path = "environments/staging" }
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
    log-shipping                 = {}
    nvidia-device-plugin         = {}
  }
}
