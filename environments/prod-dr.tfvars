# The passive region of production: RTO under 4 hours, RPO under 1 hour (seed 002); docs/disaster-recovery.md says how.

region     = "eu-west-1"
account_id = "444444444444"
data_class = "real"
protected  = true
log_days   = 365

application = {
  cpu         = 2
  memory_mib  = 4096
  replicas    = { min = 1, max = 10 }
  environment = { LOG_LEVEL = "info" }
}
database = { size = "large", storage_gib = 200, max_storage_gib = 1000, backup_days = 30 }
cache    = { size = "medium", nodes = 2 }
notifications = {
  critical = ["on-call@example.com"]
  warning  = ["team@example.com"]
}

# The same account as prod, which owns what is global in it; what is regional is made here too.
account = { github_oidc = false, public_access_block = false, audit_trail = { enabled = false } }

aws = {
  network       = { cidr = "10.60.0.0/16" }
  load_balancer = { domain = "test-execution.example.com", zone_id = "Z0000000000000000PROD", failover = "secondary" }
  service       = { blue_green = true }
  budget        = { monthly_usd = 600, emails = ["on-call@example.com"] }
  deploy        = { repository = "example/test-execution-system" }
}
