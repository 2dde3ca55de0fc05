# The emulator on this machine.

database = { size = "small", replicas = 1, backup_days = 7, protected = false }
cache    = { size = "small", nodes = 2 }

aws_eks = {
  network       = { cidr = "10.110.0.0/16", zone_count = 2, nat_gateways = "one" }
  cluster       = { admins = { platform = "arn:aws:iam::123456789012:role/ai-prism-admin-role" } }
  node_groups = {
    web           = { min = 1, max = 3, desired = 2 }
    api           = { min = 1, max = 3, desired = 1 }
    ai-processing = { min = 1, max = 2, desired = 1 }
  }
  load_balancer = { domain = "ai-prism.local.example.com", create_zone = true }
  budget        = { monthly_usd = 10, emails = ["team@example.com"] }
}

# A cluster on this machine, such as kind's: `npm start -- --kube-context <name>` deploys to it.
kubernetes = {
  network_cidr = "10.0.0.0/8"
  application  = { replicas = { min = 1, max = 3 }, targets = { custom = null }, secrets = null }
  namespace = {
    quota = { requests = { cpu = 6, memory_gib = 12 }, limits = { cpu = 12, memory_gib = 24 }, pods = 30 }
  }
  ingress      = { kind = "gateway", host = "ai-prism.local.example.com" }
  secrets      = { store = "none" }
  # `kubernetes-local` brings it.
  platform_services = {
    envoy-gateway           = { enabled = false }
    cert-manager            = null
    external-secrets        = null
    kube-prometheus-stack   = null
    opentelemetry-collector = null
    prometheus-adapter      = null
  }
}
