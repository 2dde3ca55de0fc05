# Production.

application = {
  cpu         = 2
  memory_mib  = 4096
  replicas    = { min = 2, max = 10 }
  environment = { LOG_LEVEL = "info" }
  components  = { worker = { replicas = { min = 2, max = 10 } } }
}
database = { size = "large", storage_gib = 200, max_storage_gib = 1000, backup_days = 30 }
cache = { size = "medium", nodes = 3 }

aws = {
  network       = { cidr = "10.50.0.0/16", interface_endpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"] }
  load_balancer = { domain = "test-execution.example.com", zone_id = "Z0000000000000000PROD", failover = "primary" }
  service       = { blue_green = true }
  database      = { backup_region = "eu-west-1" }
  budget        = { monthly_usd = 1200, emails = ["on-call@example.com"] }
  deploy        = { repository = "example/test-execution-system", workflow_repository = "your-org/your-infrastructure" }
}

gcp = {
  network        = { cidr = "10.50.0.0/16" }
  load_balancer  = { domains = ["test-execution.gcp.example.com"], dns_zone = "example-com" }
  service        = { mount_path = "/data" }
  database       = { replica_location = "europe-west1" }
  deploy         = { repository = "example/test-execution-system" }
  budget         = { monthly_usd = 1200, emails = ["on-call@example.com"], billing_account = "012345-678901-ABCDEF" }
}

azure = {
  network         = { cidr = "10.50.0.0/16" }
  load_balancer   = { domain = "test-execution.azure.example.com", certificate = "test-execution", dns_zone = { name = "example.com", resource_group = "dns" } }
  service         = { blue_green = true }
  database        = { administrators = { team = { object_id = "00000000-0000-4000-8000-00000000bbbb", name = "test-execution-dba" } } }
  cache           = { nodes = 2 }
  deploy          = { repository = "example/test-execution-system" }
  budget          = { monthly_usd = 2000, emails = ["on-call@example.com"] }
}

kubernetes = {
  network_cidr = "10.0.0.0/8"
  namespace = {
    quota = { requests = { cpu = 18, memory_gib = 36 }, limits = { cpu = 36, memory_gib = 72 }, pods = 30 }
  }
  ingress = { host = "test-execution.kubernetes.example.com", issuer = { email = "on-call@example.com" } }
}
