# The emulator on this machine.

application = { replicas = { min = 2, max = 4 } }
database = { backup_days = 7, protected = false }
cache = { size = "small", nodes = 2 }

aws = {
  network       = { cidr = "10.10.0.0/16", zone_count = 2, nat_gateways = "one" }
  load_balancer = { domain = "test-execution.local.example.com", create_zone = true }
  budget        = { monthly_usd = 10, emails = ["team@example.com"] }
  deploy        = { repository = "example/test-execution-system" }
}

# A cluster on this machine, such as kind's: `npm start -- --kube-context <name>` deploys to it.
kubernetes = {
  network_cidr = "10.0.0.0/8"
  application  = { targets = { custom = null } }
  namespace = {
    quota = { requests = { cpu = 6, memory_gib = 12 }, limits = { cpu = 12, memory_gib = 24 }, pods = 30 }
  }
  ingress = { host = "test-execution.local.example.com" }
  secrets = { store = "none", vault = null }
  platform_services = {
    cert-manager          = null
    external-secrets      = null
    kube-prometheus-stack = null
    prometheus-adapter    = null
  }
}
