# Production.

application = { environment = { LOG_LEVEL = "info" } }
database = { size = "large", replicas = 2, backup_days = 30 }
cache    = { size = "large", nodes = 3 }

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
  cluster = { admins = { platform = "arn:aws:iam::444444444444:role/ai-prism-admin-role", pipelines = "arn:aws:iam::444444444444:role/multicloud-prod-infrastructure" } }
  node_groups = {
    web           = { min = 3, max = 20, desired = 6 }
    api           = { min = 5, max = 50, desired = 10 }
    ai-processing = { min = 2, max = 15, desired = 5 }
  }
  database      = { max_replicas = 5 }
  load_balancer = { domain = "api.ai-prism.com", zone_id = "Z0000AIPRISMPROD" }
  budget        = { monthly_usd = 12000, emails = ["on-call@example.com"] }
}

kubernetes = {
  cluster     = { kind = "eks" }
  secrets     = { api_keys = { openai = "ai-prism/prod/api-keys#openai" } }
  application = { replicas = { min = 10, max = 100 } }
  service     = { node_selector = { tier = "api" }, tolerations = { tier = "api" } }
  namespace = {
    quota = { requests = { cpu = 160, memory_gib = 320 }, limits = { cpu = 320, memory_gib = 640 }, pods = 400 }
  }
  teams = {
    developers = { groups = ["developers"], role = "view" }
    release    = { groups = ["release-managers"], role = "deploy", service_account = true }
  }
  ingress  = { host = "api.ai-prism.com", issuer = { name = "letsencrypt-prod", email = "on-call@example.com", zone_id = "Z0000AIPRISMPROD" } }
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
