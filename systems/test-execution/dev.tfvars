# Development.

application = {
  image      = "ghcr.io/example/test-execution-system:develop"
  cpu        = 0.5
  memory_mib = 1024
  replicas   = { min = 1, max = 2 }
  environment = { LOG_LEVEL = "debug" }
  components  = { worker = { replicas = { min = 1, max = 2 } } }
}
database = { size = "small", storage_gib = 20, high_availability = false, backup_days = 1, protected = false }

aws = {
  network       = { cidr = "10.20.0.0/16", zone_count = 2, nat_gateways = "one" }
  load_balancer = { domain = "test-execution.dev.example.com", zone_id = "Z00000000000000000DEV", access_log_days = 7 }
  service       = { spot = { on_demand_base = 0, percent = 100 } }
  database      = { performance_insights_days = 0, monitoring_seconds = 0 }
  budget        = { monthly_usd = 150, emails = ["team@example.com"] }
  deploy        = { repository = "example/test-execution-system", workflow_repository = "your-org/your-infrastructure" }
}

gcp = {
  network               = { cidr = "10.20.0.0/16" }
  load_balancer         = { domains = ["test-execution.gcp.dev.example.com"], dns_zone = "dev-example-com" }
  application           = { cpu = 1, memory_mib = 1024 }
  customer_managed_keys = false
  deploy                = { repository = "example/test-execution-system" }
  budget                = { monthly_usd = 150, emails = ["team@example.com"], billing_account = "012345-678901-ABCDEF" }
}

azure = {
  network         = { cidr = "10.20.0.0/16" }
  load_balancer   = { domain = "test-execution.azure.dev.example.com", certificate = "test-execution", dns_zone = { name = "dev.example.com", resource_group = "dns" } }
  application     = { cpu = 1, memory_mib = 1024 }
  database        = { administrators = { team = { object_id = "00000000-0000-4000-8000-00000000bbbb", name = "test-execution-dba" } }, backup_days = 7, geo_redundant_backups = false }
  artifacts       = { redundancy = "LRS" }
  deploy          = { repository = "example/test-execution-system" }
  budget          = { monthly_usd = 300, emails = ["team@example.com"] }
}

kubernetes = {
  network_cidr = "10.0.0.0/8"
  namespace = {
    quota = { requests = { cpu = 4, memory_gib = 8 }, limits = { cpu = 8, memory_gib = 16 }, pods = 16 }
  }
  ingress = { host = "test-execution.kubernetes.dev.example.com", issuer = { email = "team@example.com" } }
}
