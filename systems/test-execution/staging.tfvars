# Staging.

application = {
  replicas    = { min = 2, max = 5 }
  environment = { LOG_LEVEL = "info" }
  components  = { worker = { replicas = { min = 2, max = 5 } } }
}
database = { size = "medium", storage_gib = 100, max_storage_gib = 200, backup_days = 14 }
cache = { size = "small", nodes = 2 }

aws = {
  network       = { cidr = "10.40.0.0/16" }
  load_balancer = { domain = "test-execution.staging.example.com", zone_id = "Z00000000000000STAGING" }
  service       = { blue_green = true, spot = { on_demand_base = 2, percent = 50 } }
  budget        = { monthly_usd = 300, emails = ["platform@example.com"] }
  deploy        = { repository = "example/test-execution-system", workflow_repository = "your-org/your-infrastructure" }
}

gcp = {
  network        = { cidr = "10.40.0.0/16" }
  load_balancer  = { domains = ["test-execution.gcp.staging.example.com"], dns_zone = "staging-example-com" }
  deploy         = { repository = "example/test-execution-system" }
  budget         = { monthly_usd = 300, emails = ["platform@example.com"], billing_account = "012345-678901-ABCDEF" }
}

azure = {
  network         = { cidr = "10.40.0.0/16" }
  load_balancer   = { domain = "test-execution.azure.staging.example.com", certificate = "test-execution", dns_zone = { name = "staging.example.com", resource_group = "dns" } }
  database        = { administrators = { team = { object_id = "00000000-0000-4000-8000-00000000bbbb", name = "test-execution-dba" } } }
  deploy          = { repository = "example/test-execution-system" }
  budget          = { monthly_usd = 800, emails = ["platform@example.com"] }
}

kubernetes = {
  network_cidr = "10.0.0.0/8"
  namespace = {
    quota = { requests = { cpu = 7, memory_gib = 14 }, limits = { cpu = 14, memory_gib = 28 }, pods = 20 }
  }
  ingress = { host = "test-execution.kubernetes.staging.example.com", issuer = { email = "platform@example.com" } }
}
