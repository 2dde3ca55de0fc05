# The passive region of production.

application = {
  cpu         = 2
  memory_mib  = 4096
  replicas    = { min = 1, max = 10 }
  environment = { LOG_LEVEL = "info" }
  components  = { worker = { replicas = { min = 1, max = 10 } } }
}
database = { size = "large", storage_gib = 200, max_storage_gib = 1000, backup_days = 30 }
cache = { size = "medium", nodes = 2 }

aws = {
  network       = { cidr = "10.60.0.0/16" }
  load_balancer = { domain = "test-execution.example.com", zone_id = "Z0000000000000000PROD", failover = "secondary" }
  service       = { blue_green = true }
  budget        = { monthly_usd = 600, emails = ["on-call@example.com"] }
  deploy        = { repository = "example/test-execution-system", workflow_repository = "your-org/your-infrastructure" }
}

# The same project as prod, whose stack records the audit logs.
gcp = {
  network        = { cidr = "10.60.0.0/16" }
  load_balancer  = { domains = ["test-execution.gcp.dr.example.com"], dns_zone = "example-com" }
  service        = { mount_path = "/data" }
  audit          = { enabled = false }
  deploy         = { repository = "example/test-execution-system" }
  budget         = { monthly_usd = 600, emails = ["on-call@example.com"], billing_account = "012345-678901-ABCDEF" }
}

# West US has no availability zones, and no storage that needs them.
azure = {
  network         = { cidr = "10.60.0.0/16" }
  zones           = []
  artifacts       = { redundancy = "GRS" }
  load_balancer   = { domain = "test-execution.azure.dr.example.com", certificate = "test-execution", dns_zone = { name = "example.com", resource_group = "dns" } }
  database        = { administrators = { team = { object_id = "00000000-0000-4000-8000-00000000bbbb", name = "test-execution-dba" } } }
  audit           = { enabled = false }
  deploy          = { repository = "example/test-execution-system" }
  budget          = { monthly_usd = 1000, emails = ["on-call@example.com"] }
}

kubernetes = {
  network_cidr = "10.0.0.0/8"
  namespace = {
    quota = { requests = { cpu = 18, memory_gib = 36 }, limits = { cpu = 36, memory_gib = 72 }, pods = 30 }
  }
  ingress = { host = "test-execution.kubernetes.dr.example.com", issuer = { email = "on-call@example.com" } }
}
