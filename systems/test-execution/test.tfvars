# Test.

application = {
  replicas    = { min = 2, max = 3 }
  environment = { LOG_LEVEL = "debug" }
  components  = { worker = { replicas = { min = 2, max = 3 } } }
}
database = { size = "small", storage_gib = 50, backup_days = 7, protected = false }
cache = { size = "small", nodes = 2, snapshot_days = 1 }

aws = {
  network       = { cidr = "10.30.0.0/16", zone_count = 3, nat_gateways = "one" }
  load_balancer = { domain = "test-execution.test.example.com", zone_id = "Z0000000000000000TEST" }
  service       = { blue_green = true, spot = { on_demand_base = 1, percent = 50 } }
  budget        = { monthly_usd = 200, emails = ["team@example.com"] }
  deploy        = { repository = "example/test-execution-system", workflow_repository = "your-org/your-infrastructure" }
}

gcp = {
  network        = { cidr = "10.30.0.0/16" }
  load_balancer  = { domains = ["test-execution.gcp.test.example.com"], dns_zone = "test-example-com" }
  service        = { mount_path = "/data" }
  build          = { repository = "example/test-execution-system" }
  deploy         = { repository = "example/test-execution-system" }
  budget         = { monthly_usd = 200, emails = ["team@example.com"], billing_account = "012345-678901-ABCDEF" }
}

azure = {
  network         = { cidr = "10.30.0.0/16" }
  load_balancer   = { domain = "test-execution.azure.test.example.com", certificate = "test-execution", dns_zone = { name = "test.example.com", resource_group = "dns" } }
  # Container Apps instead of Container Instances, because they scale.
  application     = { components = { worker = { memory_mib = 2048 } } }
  service = {
    platform = "container_apps"
    tasks    = { migrate = { command = ["python", "-m", "migrations"] } }
  }
  database      = { administrators = { team = { object_id = "00000000-0000-4000-8000-00000000bbbb", name = "test-execution-dba" } }, size = "medium", geo_redundant_backups = false }
  deploy        = { repository = "example/test-execution-system" }
  budget        = { monthly_usd = 500, emails = ["team@example.com"] }
}

kubernetes = {
  network_cidr = "10.0.0.0/8"
  namespace = {
    quota = { requests = { cpu = 6, memory_gib = 12 }, limits = { cpu = 12, memory_gib = 24 }, pods = 20 }
  }
  ingress = { host = "test-execution.kubernetes.test.example.com", issuer = { email = "team@example.com" } }
}
