# Test.

application = { environment = { LOG_LEVEL = "debug" } }
database = { size = "medium", replicas = 1, backup_days = 7, protected = false }
cache    = { size = "small", nodes = 2, snapshot_days = 7 }

aws_eks = {
  network = { cidr = "10.130.0.0/16", nat_gateways = "one" }
  cluster = { admins = { platform = "arn:aws:iam::222222222222:role/ai-prism-admin-role", pipelines = "arn:aws:iam::222222222222:role/multicloud-test-infrastructure" } }
  # Three nodes with room for all platform services, and one with a GPU as soon as a pod asks for it.
  node_groups = {
    web           = { min = 1, max = 3, desired = 1, instance_types = ["t3.xlarge"] }
    api           = { min = 1, max = 3, desired = 2, instance_types = ["c5.xlarge"] }
    ai-processing = { min = 0, max = 2, desired = 0, instance_types = ["g4dn.xlarge"] }
  }
  load_balancer = { domain = "ai-prism.test.example.com", zone_id = "Z0000000000000000TEST" }
  budget        = { monthly_usd = 900, emails = ["team@example.com"] }
}

# All platform services; Argo CD deploys the application from its repository.
kubernetes = {
  cluster     = { kind = "eks" }
  secrets     = { api_keys = { openai = "ai-prism/test/api-keys#openai" } }
  application = { replicas = { min = 2, max = 6 } }
  service     = { node_selector = { tier = "api" }, tolerations = { tier = "api" } }
  namespace = {
    quota = { requests = { cpu = 12, memory_gib = 24 }, limits = { cpu = 24, memory_gib = 48 }, pods = 60 }
  }
  teams = {
    developers = { groups = ["developers"], role = "deploy", service_account = true }
    testers    = { groups = ["testers"], role = "view" }
  }
  ingress = { host = "ai-prism.test.example.com", issuer = { name = "letsencrypt-prod", email = "team@example.com", zone_id = "Z0000000000000000TEST" } }
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
