# The passive region of production.

application = { environment = { LOG_LEVEL = "info" } }
database = { size = "large", replicas = 1, backup_days = 30 }
cache    = { size = "large", nodes = 2 }

# AI-Prism: small, but it can scale to production's size.
aws_eks = {
  network = { cidr = "10.160.0.0/16" }
  cluster = { admins = { platform = "arn:aws:iam::444444444444:role/ai-prism-admin-role", pipelines = "arn:aws:iam::444444444444:role/multicloud-prod-dr-infrastructure" } }
  node_groups = {
    # Larger than production's: few nodes hold two copies of each platform service.
    web           = { min = 3, max = 20, desired = 4, instance_types = ["t3.large"] }
    api           = { min = 1, max = 50, desired = 1 }
    ai-processing = { min = 0, max = 15, desired = 0 }
  }
  load_balancer = { domain = "dr.api.ai-prism.com", zone_id = "Z0000AIPRISMPROD" }
  budget        = { monthly_usd = 3000, emails = ["on-call@example.com"] }
}

kubernetes = {
  cluster     = { kind = "eks" }
  secrets     = { api_keys = { openai = "ai-prism/prod-dr/api-keys#openai" } }
  application = { replicas = { min = 1, max = 100 } }
  service     = { node_selector = { tier = "api" }, tolerations = { tier = "api" } }
  namespace = {
    quota = { requests = { cpu = 160, memory_gib = 320 }, limits = { cpu = 320, memory_gib = 640 }, pods = 400 }
  }
  teams = {
    release = { groups = ["release-managers"], role = "deploy", service_account = true }
  }
  ingress  = { host = "dr.api.ai-prism.com", issuer = { name = "letsencrypt-prod", email = "on-call@example.com", zone_id = "Z0000AIPRISMPROD" } }
  # Document 003's folder. `values.yaml` has the tag of the image, for both regions.
  gitops   = { repository = "https://github.com/example/ai-prism-gitops", path = "environments/production" }
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
