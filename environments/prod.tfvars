# Production: seed 002's figures. 2 to 10 replicas, Multi-AZ, 30 days of backups, a copy in the second region.

account_id = "444444444444"
data_class = "real"
protected  = true
log_days   = 365

application = {
  cpu         = 2
  memory_mib  = 4096
  replicas    = { min = 2, max = 10 }
  environment = { LOG_LEVEL = "info" }
}
database = { size = "large", storage_gib = 200, max_storage_gib = 1000, backup_days = 30 }
cache    = { size = "medium", nodes = 3 }
notifications = {
  critical = ["on-call@example.com"]
  warning  = ["team@example.com"]
}

aws = {
  network       = { cidr = "10.50.0.0/16", interface_endpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"] }
  load_balancer = { domain = "test-execution.example.com", zone_id = "Z0000000000000000PROD", failover = "primary" }
  service       = { blue_green = true }
  database      = { backup_region = "eu-west-1" }
  budget        = { monthly_usd = 1200, emails = ["on-call@example.com"] }
  deploy        = { repository = "example/test-execution-system" }
}

account = { copy_region = "eu-west-1" }
